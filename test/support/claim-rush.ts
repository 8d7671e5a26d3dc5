import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CardLoader } from '../../src/modules/cards/index.js';
import { AccessTokens } from '../../src/modules/identity/access/access-tokens.service.js';
import { MemberLoader } from '../../src/modules/members/index.js';
import { makeIdNumber } from '../../src/shared/numbers/id-number.js';
import { DAY_MS } from '../../src/shared/time.js';
import type { TestApp } from './app.js';
import { ROOT } from './imports.js';

const CHUNK = 2_500;
const ORDERS = 1_000;

/** Somebody signed in on a phone: nothing but the token is asked for. */
export interface SignedIn {
  readonly memberId: string;
  readonly token: string;
}

/** Makes so many members with active cards and signs them in, set-wise: sign-in itself is tested elsewhere. */
export async function signInMany(product: TestApp, count: number, orgId = 'u1'): Promise<SignedIn[]> {
  for (let made = 0; made < count; made += CHUNK) await addMembers(product, orgId, made, Math.min(CHUNK, count - made));
  const now = new Date();
  const sessions: { id: string; loginId: string; memberId: string }[] = await product.database.transaction((tx) =>
    tx.query(
      `WITH opened AS (
         INSERT INTO session (id, login_id, app, created_at, expires_at)
         SELECT gen_random_uuid(), id, 'worker', $1, $2 FROM login WHERE member_id IS NOT NULL RETURNING id, login_id
       ) SELECT o.id, o.login_id AS "loginId", l.member_id AS "memberId" FROM opened o JOIN login l ON l.id = o.login_id`,
      [now, new Date(now.getTime() + DAY_MS)],
    ),
  );
  const tokens = product.get(AccessTokens);
  return Promise.all(
    sessions.map(async ({ id, loginId, memberId }) => {
      const { token } = await tokens.issue({ loginId, sessionId: id, app: 'worker' });
      return { memberId, token };
    }),
  );
}

async function addMembers(product: TestApp, orgId: string, first: number, count: number): Promise<void> {
  const people = Array.from({ length: count }, (_, at) => {
    const number = first + at;
    const birthOn = `19${60 + Math.floor(number / ORDERS)}-05-15`;
    return {
      orgId,
      enterpriseId: null,
      name: '王小明',
      gender: 'F' as const,
      birthOn,
      joinedOn: '2010-05-01',
      idNumber: makeIdNumber('360103', birthOn, number % ORDERS),
      phone: `138${String(number).padStart(8, '0')}`,
    };
  });
  const now = new Date();
  await product.database.transaction(async (tx) => {
    const outcomes = await product.get(MemberLoader).insertChunk(tx, people);
    const cards = outcomes.flatMap((each) =>
      each.outcome === 'ADDED' ? [{ memberId: each.memberId, issuedAt: now, activatedAt: now }] : [],
    );
    await product
      .get(CardLoader)
      .loadCards(tx, cards, { reason: 'test', actor: { kind: 'system', id: 'test' } as const });
  });
}

export interface RushOutcome {
  readonly ms: number;
  /** `201 CLAIMED`, `409 SOLD_OUT`, or the error of a request without an answer; one each, in the order of the people. */
  readonly answers: readonly string[];
  readonly latencies: readonly number[];
}

/** Lets everybody ask at once, each with one request, from a process of its own over so many kept connections. */
export async function rush(
  people: readonly SignedIn[],
  given: { readonly path: string; readonly connections: number; readonly urls: readonly string[] },
): Promise<RushOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'worker-card-rush-'));
  const file = join(folder, 'tokens.json');
  writeFileSync(file, JSON.stringify(people.map(({ token }) => token)), { mode: 0o600 });
  try {
    const ports = given.urls.map((url) => new URL(url).port);
    const args = ['test/support/claim-rush.mjs', file, String(given.connections), given.path, ...ports];
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise((resolve) => child.once('close', resolve));
    if (code !== 0) throw new Error(`the rush ended with ${String(code)}`);
    return JSON.parse(output) as RushOutcome;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
