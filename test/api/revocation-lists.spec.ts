import { CardsService, RevocationService } from '../../src/modules/cards/index.js';
import { verifyEd25519 } from '../../src/platform/crypto/ed25519.js';
import { ManualClock } from '../../src/shared/clock.js';
import { fromBase64Url } from '../../src/shared/code/base64url.js';
import {
  isRevoked,
  readRevocationList,
  revocationBytesToSign,
  unsignedRevocationList,
} from '../../src/shared/code/revocation-list.js';
import { freshDatabase } from '../support/database.js';
import { startApp, type TestApp } from '../support/app.js';
import { Till } from '../support/signed-till.js';
import { type TestMember, World } from '../support/world.js';

const clock = new ManualClock('2021-01-21T10:00:00+08:00');
let database: Awaited<ReturnType<typeof freshDatabase>>;
let product: TestApp;
/** Another process of the product on the same database. */
let other: TestApp;
let world: World;
let till: Till;

beforeAll(async () => {
  database = await freshDatabase();
  product = await startApp({ clock, database });
  other = await startApp({ clock, database, keyring: product.keyring });
  world = await World.build(product);
  till = new Till(world, await world.aTerminal());
});
afterAll(async () => {
  await other.close();
  await product.close();
  await database.drop();
});

describe('lists of revoked cards', () => {
  interface Served {
    readonly number: number;
    readonly baseNumber: number;
    readonly list: string;
  }
  const serve = async (have?: number) => {
    const answer = await till.send('GET', `/pos/v1/revocations${have === undefined ? '' : `?have=${have}`}`);
    return answer.json<{ code?: string; full: Served | null; delta: Served | null }>();
  };
  const read = async (served: Served | null) => {
    const bytes = fromBase64Url(served?.list ?? '') ?? new Uint8Array();
    const list = readRevocationList(bytes);
    if (!list) throw new Error('a list that cannot be read');
    const key = product.keyring.answerKeys.get(list.signerKid) ?? new Uint8Array();
    expect(await verifyEd25519(key, revocationBytesToSign(unsignedRevocationList(bytes)), list.signature)).toBe(true);
    const flipped = Uint8Array.from(bytes, (byte, at) => (at === 20 ? byte ^ 1 : byte));
    expect(await verifyEd25519(key, revocationBytesToSign(unsignedRevocationList(flipped)), list.signature)).toBe(
      false,
    );
    return list;
  };

  it('name every card that counts no longer, then what changed, with numbers that only rise', async () => {
    const [lost, frozen, found, fine] = await world.someMembers(4);
    if (!lost || !frozen || !found || !fine) throw new Error('too few members');
    const act = (member: TestMember, action: 'FREEZE' | 'LOST' | 'REINSTATE') =>
      product.get(CardsService).act(world.maker, member.cardId, action, 'test');
    expect((await serve()).code).toBe('REVOCATION_LIST_MISSING');
    await act(lost, 'LOST');
    await act(found, 'LOST');
    const lists = product.get(RevocationService);
    // The first of all is a full one, whoever asks for it.
    expect(await lists.makeDelta()).toBe(1);
    const first = await serve();
    expect(first).toMatchObject({ full: { number: 1, baseNumber: 1 }, delta: null });
    const full = await read(first.full);
    expect([lost, frozen, found, fine].map(({ cardNo }) => isRevoked(full, null, cardNo))).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect([full.policyEpoch, full.revokedKids]).toEqual([1, []]);

    await act(found, 'REINSTATE');
    await act(frozen, 'FREEZE');
    expect(await lists.makeDelta()).toBe(2);
    const second = await serve(1);
    expect(second).toMatchObject({ full: null, delta: { number: 2, baseNumber: 1 } });
    const delta = await read(second.delta);
    expect([lost, frozen, found, fine].map(({ cardNo }) => isRevoked(full, delta, cardNo))).toEqual([
      true,
      true,
      false,
      false,
    ]);

    const made = await Promise.all([lists.makeFull(), other.get(RevocationService).makeDelta(), lists.makeDelta()]);
    expect(made.toSorted((a, b) => a - b)).toEqual([3, 4, 5]);
    const third = await serve(1);
    expect(third.full?.number).toBeGreaterThanOrEqual(3);
    const newest = await read(third.full);
    expect([lost, frozen, found, fine].map(({ cardNo }) => isRevoked(newest, null, cardNo))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
