import { RetentionService } from '../../src/modules/audit/index.js';
import { ClaimsService } from '../../src/modules/benefits/index.js';
import { CardsService } from '../../src/modules/cards/index.js';
import { ErasuresService, ListsService, MemberLoader, MembersService } from '../../src/modules/members/index.js';
import { AuditorService } from '../../src/modules/redemption/index.js';
import type { WorkerCaller } from '../../src/shared/caller.js';
import { ManualClock } from '../../src/shared/clock.js';
import { DAY_MS } from '../../src/shared/time.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer } from '../support/benefits.js';
import { drain } from '../support/drain.js';
import { workerToken } from '../support/sign-in.js';
import { Till } from '../support/signed-till.js';
import { type TestMember, World } from '../support/world.js';

const START = '2017-01-21T10:00:00+08:00';

describe('personal data', () => {
  const clock = new ManualClock(START);
  let product: TestApp;
  let world: World;
  let till: Till;
  let erasures: ErasuresService;
  const officer = anOfficer();
  const colleague = anOfficer();
  const stranger = anOfficer({ scope: ['/city/park-b/'] });

  beforeAll(async () => {
    product = await startApp({ clock, jobs: true });
    world = await World.build(product);
    till = new Till(world, await world.aTerminal());
    erasures = product.get(ErasuresService);
    await world.publish({ id: 'yearly', limits: [{ per: 'MEMBER', period: 'YEAR', times: 2 }] });
    await world.publish({
      id: 'pack',
      label: '春节券包',
      mechanism: {
        type: 'VOUCHER_PACK',
        voucher: { thresholdFen: 5_000, offFen: 1_000 },
        count: 2,
        claims: 100,
        claim: { from: '2017-01-20T10:00:00+08:00', to: '2017-01-30T10:00:00+08:00' },
      },
    });
  });
  afterAll(() => product.close());

  const workerOf = ({ memberId }: TestMember): WorkerCaller => ({ kind: 'worker', loginId: officer.loginId, memberId });
  const redeem = async ({ phone }: Pick<TestMember, 'phone'>, benefit = 'yearly') => {
    const body = { code: phone.show(clock.now()), amountFen: 15_800, benefit };
    return (await till.redeem(body)).json<{ code: string; redemptionId?: string }>();
  };
  const rowOf = async (memberId: string): Promise<Record<string, unknown>> => {
    const rows: Record<string, unknown>[] = await product.database.db.query('SELECT * FROM member WHERE id = $1', [
      memberId,
    ]);
    return rows[0] ?? {};
  };
  const found = async (q: string) => (await product.get(MembersService).search(officer, { q, limit: 5 })).items;
  const cardOf = async (token: string): Promise<number> => {
    const headers = { authorization: `Bearer ${token}` };
    return (await product.fastify.inject({ method: 'GET', url: '/worker/v1/card', headers })).statusCode;
  };
  const erase = async (member: TestMember): Promise<void> => {
    const { erasureId } = await erasures.propose(officer, member.memberId, '本人到窗口书面申请');
    await erasures.decide(colleague, erasureId, true);
    await drain(product);
  };
  const person = (member: TestMember, given: { orgId?: string; phone?: string } = {}) => ({
    orgId: given.orgId ?? 'u1',
    enterpriseId: null,
    name: '王再来',
    gender: 'F' as const,
    birthOn: null,
    joinedOn: null,
    idNumber: member.idNumber,
    phone: given.phone ?? member.mobile,
  });

  describe('that are erased (F59)', () => {
    it('leave a surrogate: nobody is found, nobody signs in, the card is gone, and the books are balanced', async () => {
      const member = await world.aMember({ categories: [{ code: 'HARDSHIP', level: 'DEEP' }], name: '诸葛再见' });
      await product.get(ListsService).create(officer, { id: 'riders', name: '骑手', ownerOrgId: 'city' });
      await product.get(ListsService).add(officer, 'riders', { memberIds: [member.memberId], text: '' });
      expect(await redeem(member)).toMatchObject({ code: 'REDEEMED' });
      expect(await product.get(ClaimsService).claim(member.memberId, 'pack')).toMatchObject({ outcome: 'CLAIMED' });
      const before = await workerToken(product, member.mobile);
      expect(await cardOf(before)).toBe(200);
      await erase(member);

      for (const q of [member.mobile, member.idNumber, '诸葛再见']) expect(await found(q)).toEqual([]);
      await expect(product.get(MembersService).get(officer, member.memberId)).rejects.toMatchObject({
        name: 'MEMBER_UNKNOWN',
      });
      await expect(product.get(MembersService).reveal(officer, member.memberId, '核对身份')).rejects.toMatchObject({
        name: 'MEMBER_UNKNOWN',
      });
      // The session of before is over, and whoever proves the phone now is a stranger who may apply.
      for (const token of [before, await workerToken(product, member.mobile)])
        expect(await cardOf(token)).not.toBe(200);
      expect(await rowOf(member.memberId)).toMatchObject({
        name: '已注销',
        id_number_cipher: null,
        phone_cipher: null,
        phone_hash: null,
        gender: null,
        birth_on: null,
        membership: 'WITHDRAWN',
      });
      const of = `member_id = '${member.memberId}'`;
      expect(await world.count('login', of)).toBe(0);
      expect(await world.count('member_list_entry', of)).toBe(0);
      expect(await world.count('member_category', `${of} AND (state <> 'ENDED' OR basis <> '—')`)).toBe(0);
      expect(await world.count('card', `${of} AND state = 'CANCELLED'`)).toBe(1);
      expect(await world.count('card_device', `card_id = '${member.cardId}'`)).toBe(0);
      expect(await redeem(member)).not.toMatchObject({ code: 'REDEEMED' });
      // What was redeemed and decided stays, under the id alone.
      expect(await world.count('redemption', `${of} AND state = 'REDEEMED'`)).toBe(1);
      expect(await world.count('holding', `${of} AND state = 'REVOKED' AND promised_fen = 0`)).toBe(1);
      expect(await product.get(AuditorService).run(true)).toEqual([]);
    });

    it('take along what they applied with, and why a union once said no', async () => {
      const { idNumber, mobile } = await world.aMember();
      const known = (await found(idNumber))[0]?.id ?? '';
      await workerToken(product, mobile);
      const [login]: { id: string }[] = await product.database.db.query('SELECT id FROM login WHERE member_id = $1', [
        known,
      ]);
      const decided = `INSERT INTO membership_application (id, kind, org_id, name, consent_version, applicant_id, proposed_by, state, decided_by,
          decision_reason, member_id, created_at, decided_at)
        VALUES (gen_random_uuid(), $1, 'u1', '欧阳求职', 1, $2, $3, $4, $5, '证件照片不清楚', $6, now(), now())`;
      for (const values of [
        ['SELF', login?.id, null, 'REFUSED', officer.loginId, null],
        ['PROPOSED', null, officer.loginId, 'JOINED', colleague.loginId, known],
      ])
        await product.database.transaction((tx) => tx.query(decided, values));
      const { erasureId } = await erasures.propose(officer, known, '本人到窗口书面申请');
      await erasures.decide(colleague, erasureId, true);
      expect(await world.count('membership_application', `name = '欧阳求职'`)).toBe(0);
    });

    it('reset no limit when the person joins again: same id, same count, another union and phone or not', async () => {
      const member = await world.aMember();
      await redeem(member);
      await product.get(ClaimsService).claim(member.memberId, 'pack');
      await erase(member);
      const again = person(member, { orgId: 'u2', phone: '13911112222' });
      const [outcome] = await product.database.transaction((tx) => product.get(MemberLoader).insertChunk(tx, [again]));
      expect(outcome).toMatchObject({ outcome: 'ADDED', memberId: member.memberId });
      expect((await found(member.idNumber)).map(({ id, orgId }) => [id, orgId])).toEqual([[member.memberId, 'u2']]);
      expect((await found('13911112222')).map(({ name }) => name)).toEqual(['王再来']);
      await workerToken(product, '13911112222');

      const card = await product.database.transaction((tx) =>
        product.get(CardsService).issue(tx, member.memberId, { kind: 'system', id: 'test' }),
      );
      const phone = await world.bindPhone(card.cardId, card.cardNo);
      await product.database.transaction((tx) =>
        tx.query(`UPDATE card SET state = 'ACTIVE', activated_at = issued_at WHERE id = $1`, [card.cardId]),
      );
      expect((await redeem({ phone })).code).toBe('REDEEMED');
      expect((await redeem({ phone })).code).not.toBe('REDEEMED');
      expect(await product.get(ClaimsService).claim(member.memberId, 'pack')).toMatchObject({ outcome: 'REFUSED' });
    });

    it('bring one person back once, however many rosters name them at once', async () => {
      const member = await world.aMember();
      await erase(member);
      const load = () =>
        product.database.transaction((tx) => product.get(MemberLoader).insertChunk(tx, [person(member)]));
      const outcomes = (await Promise.all(Array.from({ length: 10 }, load))).flat();
      expect(outcomes.filter(({ outcome }) => outcome === 'ADDED')).toHaveLength(1);
      expect(outcomes.every((one) => 'memberId' in one && one.memberId === member.memberId)).toBe(true);
    });

    it('are not brought back under a phone that somebody else has', async () => {
      const [gone, other] = await world.someMembers(2);
      if (!gone || !other) throw new Error('two members were asked for');
      await erase(gone);
      const [outcome] = await product.database.transaction((tx) =>
        product.get(MemberLoader).insertChunk(tx, [person(gone, { phone: other.mobile })]),
      );
      expect(outcome).toEqual({ outcome: 'PHONE_TAKEN' });
      expect(await world.count('member', `id = '${gone.memberId}' AND erased_at IS NOT NULL`)).toBe(1);
    });

    it('need a second officer, one of the same unions', async () => {
      const { memberId } = await world.aMember();
      await expect(erasures.propose(stranger, memberId, '本人申请')).rejects.toMatchObject({ name: 'MEMBER_UNKNOWN' });
      const { erasureId } = await erasures.propose(officer, memberId, '本人申请');
      await expect(erasures.propose(colleague, memberId, '本人申请')).rejects.toMatchObject({ name: 'ERASURE_OPEN' });
      await expect(erasures.decide(officer, erasureId, true)).rejects.toMatchObject({ name: 'SAME_PERSON' });
      await expect(erasures.decide(stranger, erasureId, true)).rejects.toMatchObject({ name: 'ERASURE_UNKNOWN' });
      const [shown] = (await erasures.list(colleague, { limit: 1 })).items;
      expect(shown).toMatchObject({ id: erasureId, memberName: '王**', reason: '本人申请', mayDecide: true });
      await erasures.decide(colleague, erasureId, false);
      await expect(erasures.decide(colleague, erasureId, true)).rejects.toMatchObject({ name: 'ERASURE_ENDED' });
      expect(await world.count('member', `id = '${memberId}' AND erased_at IS NULL`)).toBe(1);
    });

    it('wait seven days when the worker asks, and stay when the worker thinks again', async () => {
      const [leaving, staying] = await world.someMembers(2);
      if (!leaving || !staying) throw new Error('two members were asked for');
      await erasures.ask(workerOf(leaving));
      await erasures.ask(workerOf(staying));
      await expect(erasures.ask(workerOf(leaving))).rejects.toMatchObject({ name: 'ERASURE_OPEN' });
      expect(await erasures.cancel(workerOf(staying))).toEqual({ open: null, waitDays: 7 });
      await expect(erasures.cancel(workerOf(staying))).rejects.toMatchObject({ name: 'ERASURE_ENDED' });
      clock.advance(7 * DAY_MS - 1);
      expect(await erasures.carryOutDue()).toBe(0);
      clock.advance(1);
      expect(await erasures.carryOutDue()).toBe(1);
      expect(await world.count('member', `id = '${leaving.memberId}' AND erased_at IS NOT NULL`)).toBe(1);
      expect(await world.count('member', `id = '${staying.memberId}' AND erased_at IS NULL`)).toBe(1);
      await drain(product);
      expect(await product.get(AuditorService).run(true)).toEqual([]);
    });

    it('keep the person’s hash until the year is over and every campaign of their time has ended', async () => {
      const member = await world.aMember();
      await world.publish({
        id: 'long',
        when: { from: '2017-01-01T00:00:00+08:00', to: '2018-03-01T00:00:00+08:00' },
        budget: { from: 'city-2017', totalFen: 1_000 },
      });
      await erase(member);
      const isKnown = () => world.count('member', `id = '${member.memberId}' AND id_number_hash IS NOT NULL`);
      const clear = () => product.get(RetentionService).clear('ERASED_PERSON');
      await clear();
      expect(await isKnown()).toBe(1);
      clock.set('2018-01-01T00:00:00+08:00');
      await clear();
      expect(await isKnown()).toBe(1);
      clock.set('2018-03-01T00:00:00+08:00');
      await clear();
      expect(await isKnown()).toBe(0);
      const [outcome] = await product.database.transaction((tx) =>
        product.get(MemberLoader).insertChunk(tx, [person(member)]),
      );
      expect(outcome).toMatchObject({ outcome: 'ADDED' });
      expect(outcome).not.toMatchObject({ memberId: member.memberId });
    });
  });
});
