import { CardsService, issuePlasticCode, PlasticService, RevocationService } from '../../src/modules/cards/index.js';
import { verifyEd25519 } from '../../src/platform/crypto/ed25519.js';
import { ManualClock } from '../../src/shared/clock.js';
import { fromBase64Url } from '../../src/shared/code/base64url.js';
import { decideListed, type HeldLists, NO_LISTS, takeRevocationList } from '../../src/shared/code/held-lists.js';
import { decodeTillCode } from '../../src/shared/code/presented-code.js';
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

  describe('held by a till', () => {
    /** Asks as a till without a list of its own does, or on top of what it holds. */
    const fetchLists = async (held: HeldLists = NO_LISTS): Promise<HeldLists> => {
      const answer = await serve(held.full?.number);
      let now = held;
      for (const served of [answer.full, answer.delta]) {
        if (served === null) continue;
        const outcome = await takeRevocationList(now, fromBase64Url(served.list) ?? new Uint8Array(), (kid, ...parts) =>
          verifyEd25519(product.keyring.answerKeys.get(kid) ?? new Uint8Array(), ...parts),
        );
        if (!outcome.taken) throw new Error(outcome.reason);
        now = outcome.held;
      }
      return now;
    };
    const plasticOf = async ({ cardNo }: TestMember, issueNo: number): Promise<string> =>
      issuePlasticCode(product.keyring.passSigner('STATIC', clock.now()), {
        cardNo,
        issueNo,
        cardClass: 0,
        fromDay: 0,
        toDay: 60_000,
      });
    const judged = (held: HeldLists, text: string) => {
      const code = decodeTillCode(text);
      if (code === null || code.kind === 'N') throw new Error('no code for a till without a network');
      return decideListed(held, code);
    };
    const lose = (member: TestMember, action: 'REMAKE' | 'VOID') =>
      product.get(PlasticService).act(world.maker, member.cardId, { action, reason: 'left on a bus' });

    it('refuse plastic that was lost or is made again, and leave the phones of both cards alone', async () => {
      const [lost, again, kept] = await world.someMembers(3);
      if (!lost || !again || !kept) throw new Error('too few members');
      await product.get(RevocationService).makeFull();
      const before = await fetchLists();
      await lose(lost, 'VOID');
      await lose(again, 'REMAKE');
      await product.get(RevocationService).makeDelta();
      const after = await fetchLists(before);
      expect([before.full?.number, after.full?.number]).toEqual([before.full?.number, before.full?.number]);
      const plastics = await Promise.all([lost, again, kept].map((member) => plasticOf(member, 1)));
      expect(plastics.map((code) => judged(before, code))).toEqual([null, null, null]);
      expect(plastics.map((code) => judged(after, code))).toEqual(['PLASTIC_REVOKED', 'PLASTIC_REVOKED', null]);
      expect(judged(after, await plasticOf(again, 2))).toBeNull();
      for (const member of [lost, again, kept]) expect(judged(after, member.phone.show(clock.now()))).toBeNull();
      // The next night's list says the same without a delta.
      await product.get(RevocationService).makeFull();
      const night = await fetchLists(after);
      expect(night.delta).toBeNull();
      expect(plastics.map((code) => judged(night, code))).toEqual(['PLASTIC_REVOKED', 'PLASTIC_REVOKED', null]);
      const [row]: { cards: number; plastics: number }[] = await product.database.db.query(
        'SELECT cards, plastics FROM revocation_list ORDER BY number DESC LIMIT 1',
      );
      expect(row?.plastics).toBe(2);
    });

    it('say of a frozen card all of it, and of its plastic again once it is thawed', async () => {
      const member = await world.aMember();
      const act = (action: 'FREEZE' | 'UNFREEZE') =>
        product.get(CardsService).act(world.maker, member.cardId, action, 'test');
      const codes = [await plasticOf(member, 1), member.phone.show(clock.now())];
      await lose(member, 'VOID');
      await act('FREEZE');
      await product.get(RevocationService).makeFull();
      const frozen = await fetchLists();
      expect(codes.map((code) => judged(frozen, code))).toEqual(['CARD_REVOKED', 'CARD_REVOKED']);
      await act('UNFREEZE');
      await product.get(RevocationService).makeDelta();
      const thawed = await fetchLists(frozen);
      expect(codes.map((code) => judged(thawed, code))).toEqual(['PLASTIC_REVOKED', null]);
    });

    it('name plastic no longer once its last day is over, nor a piece that was never made', async () => {
      const [late, wanted] = await world.someMembers(2);
      if (!late || !wanted) throw new Error('too few members');
      for (const member of [late, wanted]) await lose(member, 'REMAKE');
      // The second piece of each only waits for a batch: nothing of it is printed.
      for (const member of [late, wanted]) await lose(member, 'VOID');
      const endsOn = (member: TestMember, day: string) =>
        product.database.transaction((tx) =>
          tx.query('UPDATE card_plastic SET expires_on = $2 WHERE card_id = $1 AND issue_no = 1', [member.cardId, day]),
        );
      await endsOn(late, '2021-01-19');
      await endsOn(wanted, '2021-01-20');
      await product.get(RevocationService).makeFull();
      const { full } = await fetchLists();
      const listed = [...(full?.plastics.cards ?? [])];
      expect([late, wanted].map(({ cardNo }) => listed.includes(cardNo))).toEqual([false, true]);
      expect(full?.plastics.issues[listed.indexOf(wanted.cardNo)]).toBe(2);
    });

    it('begin anew, with a higher number, where the last full list was made in an earlier format', async () => {
      const before = await product.get(RevocationService).makeFull();
      await product.database.transaction((tx) =>
        tx.query(`UPDATE revocation_list SET content = set_byte(content, 0, 33) WHERE number = $1`, [before]),
      );
      expect(await product.get(RevocationService).makeDelta()).toBe(before + 1);
      expect((await fetchLists()).full?.number).toBe(before + 1);
    });
  });
});
