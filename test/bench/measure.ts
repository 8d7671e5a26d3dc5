import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TillBatcher } from '../../src/modules/redemption/engine/till-batcher.js';
import { decodeCode, type PhoneCode } from '../../src/shared/code/phone-code.js';
import { newId } from '../../src/shared/ids.js';
import { stepAt } from '../../src/shared/code/phone-code.js';
import { ROOT } from '../support/imports.js';
import type { TestTerminal } from '../support/world.js';
import { AMOUNT_FEN, type City, lay, prepare } from './city.js';

const PGBENCH_SECONDS = 6;
const PGBENCH_CLIENTS = 16;
const CALLERS = 256;

/** Redemptions a second of the reference procedure, 16 clients, prepared, on one or many campaigns. */
export async function referencePerSecond(url: string, folder: string, city: City, spread: boolean): Promise<number> {
  const campaign = spread ? `'spread-' || :c` : `'hot'`;
  const script = join(folder, spread ? 'spread.sql' : 'hot.sql');
  const { writeFile } = await import('node:fs/promises');
  await writeFile(
    script,
    `\\set n random(1, ${city.members.length})\n\\set c random(1, ${city.spread.length})\nSELECT bench_redeem(:n, ${campaign});\n`,
  );
  const args = [
    '-n',
    '-M',
    'prepared',
    '-c',
    String(PGBENCH_CLIENTS),
    '-j',
    '2',
    '-T',
    String(PGBENCH_SECONDS),
    '-f',
    script,
    url,
  ];
  const { stdout } = await promisify(execFile)('pgbench', args, { env: { ...process.env, PGOPTIONS: '-c role=app' } });
  const found = /tps = ([\d.]+)/.exec(stdout)?.[1];
  if (found === undefined) throw new Error(`pgbench answered something unknown: ${stdout}`);
  return Number(found);
}

let shown = 10_000_000;

/** Redemptions a second of the product's money path in process, after the code was verified: queue, decide, commit. */
export async function inProcessPerSecond(city: City, tills: readonly TestTerminal[], count: number): Promise<number> {
  const batcher = city.product.get(TillBatcher);
  const codes = codesOf(city);
  const step = stepAt(Date.now() / 1000);
  let left = count;
  const caller = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      shown += 1;
      const [member, till] = [city.members[shown % city.members.length], tills[shown % tills.length]];
      if (!member || !till) throw new Error('the city is empty');
      const code = codes.get(member.cardNo);
      if (!code) throw new Error('a member shows no code');
      const key = `k${shown}`;
      const { stored } = await batcher.submit({
        id: newId(),
        eventId: newId(),
        terminal: till,
        key,
        bodyHash: createHash('sha256').update(key).digest(),
        request: { code: '', amountFen: AMOUNT_FEN, ticketNo: key },
        presented: {
          code: { ...code, tap: { ...code.tap, step } },
          showing: { cardNo: member.cardNo, slot: member.phone.slot, step, ctr: shown },
        },
      });
      if (stored.kind !== 'ANSWER' || stored.status !== 201) throw new Error(`refused: ${JSON.stringify(stored)}`);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return (count / (performance.now() - begun)) * 1000;
}

const known = new WeakMap<City, Map<number, PhoneCode>>();

function codesOf(city: City): Map<number, PhoneCode> {
  const found = known.get(city);
  if (found) return found;
  const codes = new Map<number, PhoneCode>();
  for (const member of city.members) {
    const decoded = decodeCode(member.phone.show(new Date()));
    if (decoded.readable) codes.set(member.cardNo, decoded.code);
  }
  known.set(city, codes);
  return codes;
}

export interface Load {
  readonly perSecond: number;
  readonly latencies: readonly number[];
}

/** Sends prepared requests from a process of its own; with `perSecond`, at that rate. @throws Error when one was not answered with success */
export async function load(
  folder: string,
  city: City,
  port: number,
  given: { readonly count: number; readonly connections: number; readonly path?: string; readonly perSecond?: number },
): Promise<Load> {
  const file = join(folder, 'requests.json');
  lay(file, prepare(city, city.hot, given.count, given.path));
  const rate = given.perSecond === undefined ? [] : [String(given.perSecond)];
  const output = await outputOf(['test/bench/generator.mjs', file, String(port), String(given.connections), ...rate]);
  const { ms, statuses, latencies } = JSON.parse(output) as {
    ms: number;
    statuses: Record<string, number>;
    latencies: number[];
  };
  const bad = Object.entries(statuses).filter(([status]) => !status.startsWith('2'));
  if (bad.length > 0) throw new Error(`answers that are no success: ${JSON.stringify(statuses)}`);
  return { perSecond: (given.count / ms) * 1000, latencies };
}

function outputOf(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('exit', (code) => (code === 0 ? resolve(output) : reject(new Error(`${args[0]} ended with ${code}`))));
  });
}
