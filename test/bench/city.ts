import { createHash, randomBytes, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { authorizationHeader, signedText } from '../../src/shared/pos-signature.js';
import { newId } from '../../src/shared/ids.js';
import { DAY_MS, toWireTime } from '../../src/shared/time.js';
import { startApp, type TestApp } from '../support/app.js';
import { World, type TestMember, type TestTerminal } from '../support/world.js';

const CHUNK = 500;
const BUDGET_FEN = 400_000_000;
export const AMOUNT_FEN = 20_000;

/** A city for the bench: members with phones, tills, and campaigns of one store each. */
export interface City {
  readonly product: TestApp;
  readonly world: World;
  readonly members: readonly TestMember[];
  /** Tills of one store whose campaign everybody uses. */
  readonly hot: readonly TestTerminal[];
  /** A till in each store with a campaign of its own. */
  readonly spread: readonly TestTerminal[];
}

export interface Prepared {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Builds the city with the product's own services, by the machine's clock. */
export async function buildCity(
  options: Parameters<typeof startApp>[0],
  size: { readonly members: number; readonly stores: number },
): Promise<City> {
  const product = await startApp(options);
  const world = await World.build(product);
  await product.database.db.query('UPDATE budget_line SET total_fen = $1', [BUDGET_FEN * (size.stores + 2)]);
  await product.database.db.query(
    `INSERT INTO store (id, merchant_id, name, address, park_code, state, created_at)
     SELECT 'bench-' || n, 'tea', '门店' || n, '路', 'A', 'OPEN', now() FROM generate_series(1, $1::int) AS n`,
    [size.stores],
  );
  const members: TestMember[] = [];
  for (let made = 0; made < size.members; made += CHUNK) members.push(...(await world.someMembers(CHUNK)));
  const hot: TestTerminal[] = [];
  for (let n = 0; n < 32; n += 1) hot.push(await world.aTerminal());
  await publish(world, 'hot', 'wal-1');
  const spread: TestTerminal[] = [];
  for (let n = 1; n <= size.stores; n += 1) {
    spread.push(await world.aTerminal(`bench-${n}`, 'tea', 'RESTAURANT'));
    await publish(world, `spread-${n}`, `bench-${n}`);
  }
  return { product, world, members, hot, spread };
}

function publish(world: World, id: string, store: string): Promise<string> {
  return world.publish({
    id,
    where: { merchants: [], stores: [store], merchantCategories: [] },
    when: { from: toWireTime(Date.now() - DAY_MS), to: toWireTime(Date.now() + DAY_MS) },
    limits: [{ per: 'MEMBER', period: 'DAY', times: 1_000_000 }],
    budget: { from: 'city-2017', totalFen: BUDGET_FEN },
  });
}

/** Signed requests, each a fresh code of the next member at the next till; to be sent within a minute. */
export function prepare(
  city: City,
  tills: readonly TestTerminal[],
  count: number,
  path = '/pos/v1/redemptions',
): Prepared[] {
  const now = new Date();
  const ts = Math.floor(now.getTime() / 1000);
  return Array.from({ length: count }, (_, at): Prepared => {
    const [member, till] = [city.members[at % city.members.length], tills[at % tills.length]];
    if (!member || !till) throw new Error('the city is empty');
    const key = newId();
    const body = JSON.stringify({ code: member.phone.show(now), amountFen: AMOUNT_FEN, ticketNo: `T${at}` });
    const nonce = randomBytes(16).toString('base64url');
    const bodyHash = createHash('sha256').update(body).digest('hex');
    const text = signedText({ method: 'POST', path, ts, nonce, idempotencyKey: key, bodyHash });
    const signature = sign(null, Buffer.from(text), till.privateKey).toString('base64url');
    const authorization = authorizationHeader({ scheme: 'UCARD1-ED25519', keyId: till.keyId, ts, nonce, signature });
    return { path, body, headers: { authorization, 'content-type': 'application/json', 'idempotency-key': key } };
  });
}

/** Lays requests where the generator reads them. */
export function lay(file: string, requests: readonly Prepared[]): void {
  writeFileSync(file, JSON.stringify(requests));
}
