import { ClaimsService } from '../../src/modules/benefits/index.js';
import type { CampaignDefinitionInput } from '../../src/modules/benefits/campaigns/campaign.schemas.js';
import { meantMembersSql, AUDIENCE_FROM } from '../../src/modules/benefits/index.js';
import { CardsProcessor } from '../../src/modules/cards/index.js';
import {
  ApplicationsService,
  MembersService,
  PhonesService,
  StandingService,
  TransferRequests,
  WithdrawalsService,
} from '../../src/modules/members/index.js';
import { AuditorService } from '../../src/modules/redemption/index.js';
import type { WorkerCaller } from '../../src/shared/caller.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer } from '../support/benefits.js';
import { newId } from '../../src/shared/ids.js';
import { drain } from '../support/drain.js';
import { workerToken } from '../support/sign-in.js';
import { Till } from '../support/signed-till.js';
import { type TestMember, World } from '../support/world.js';

const START = '2017-01-21T10:00:00+08:00';
const PACK: CampaignDefinitionInput['mechanism'] = {
  type: 'VOUCHER_PACK',
  voucher: { thresholdFen: 5_000, offFen: 1_000 },
  count: 2,
  claims: 20,
  claim: { from: '2017-01-20T10:00:00+08:00', to: '2017-01-22T10:00:00+08:00' },
};
const clock = new ManualClock(START);
let app: TestApp;
let world: World;
let till: Till;
const union = anOfficer({ scope: ['/city/park-a/u1/'] });
const second = anOfficer({ scope: ['/city/park-a/u1/'] });

beforeAll(async () => {
  app = await startApp({ clock, jobs: true });
  world = await World.build(app);
  till = new Till(world, await world.aTerminal());
  const common = { mechanism: PACK, budget: { from: 'city-2017', totalFen: 100_000 } };
  await world.publish({ ...common, id: 'of-union', owner: 'u1', stacking: { group: 'of-union' } });
  await world.publish({ ...common, id: 'of-city', owner: 'city', stacking: { group: 'of-city' } });
  await drain(app);
});
afterAll(() => app.close());

const change = (memberId: string, step: 'RETAIN' | 'RESUME' | 'WITHDRAW') =>
  app.get(StandingService).change(union, memberId, { step, reason: '离开了单位' });
const claim = (member: TestMember, campaign: string) => app.get(ClaimsService).claim(member.memberId, campaign);
const redeem = async (member: TestMember, benefit: string) => {
  const ticketNo = world.newKey().slice(0, 20);
  const body = { code: member.phone.show(clock.now()), ticketNo, amountFen: 6_000, benefit };
  return (await till.send('POST', '/pos/v1/redemptions', body, world.newKey())).statusCode;
};
const stateOf = async (table: string, where: string): Promise<string[]> => {
  const rows: { state: string }[] = await app.database.db.query(`SELECT state FROM ${table} WHERE ${where}`);
  return rows.map(({ state }) => state);
};
const holding = (campaign: string, { memberId }: TestMember) =>
  stateOf('holding', `campaign_id = '${campaign}' AND member_id = '${memberId}'`);

describe('a member between jobs', () => {
  it('keeps card and what the city gives, and loses what the union gave, at once and for good', async () => {
    const member = await world.aMember();
    for (const campaign of ['of-union', 'of-city']) expect((await claim(member, campaign)).outcome).toBe('CLAIMED');
    await change(member.memberId, 'RETAIN');
    // Before any listener heard of it: the till judges by the standing itself.
    expect(await redeem(member, 'of-union')).toBe(409);
    await drain(app);
    expect([await holding('of-union', member), await holding('of-city', member)]).toEqual([['REVOKED'], ['LIVE']]);
    expect(await redeem(member, 'of-city')).toBe(201);
    expect(await stateOf('card', `id = '${member.cardId}'`)).toEqual(['ACTIVE']);
    await change(member.memberId, 'RESUME');
    await drain(app);
    expect(await holding('of-union', member)).toEqual(['REVOKED']);
    expect(await app.get(AuditorService).run(false)).toEqual([]);
  });

  it('is meant by campaigns of the city alone, in a list as at a till', async () => {
    const member = await world.aMember();
    const isMeant = async (path: string): Promise<boolean> => {
      const { text, values } = meantMembersSql(null, path, clock.now().getTime());
      const rows: unknown[] = await app.database.db.query(
        `SELECT 1 FROM ${AUDIENCE_FROM} WHERE ${text} AND m.id = '${member.memberId}'`,
        [...values],
      );
      return rows.length > 0;
    };
    const reach = async () => {
      const [attributes] = await app.get(MembersService).getAttributes(app.database.db, [member.memberId]);
      return [
        attributes?.orgIds,
        await isMeant('/city/'),
        await isMeant('/city/park-a/'),
        await isMeant('/city/park-a/u1/'),
      ];
    };
    expect(await reach()).toEqual([['city', 'park-a', 'u1'], true, true, true]);
    await change(member.memberId, 'RETAIN');
    expect(await reach()).toEqual([['city'], true, false, false]);
    await change(member.memberId, 'WITHDRAW');
    expect(await reach()).toEqual([[], false, false, false]);
  });

  it('takes each step once, however many officers take it at once', async () => {
    const { memberId } = await world.aMember();
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => change(memberId, 'RETAIN')));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await world.count('member_event', `member_id = '${memberId}' AND kind = 'RETAINED'`)).toBe(1);
  });

  it('is active again in the union that takes them over', async () => {
    const { memberId } = await world.aMember();
    await change(memberId, 'RETAIN');
    const to = anOfficer({ scope: ['/city/park-b/u2/'] });
    const requests = app.get(TransferRequests);
    const order = { memberId, toOrgId: 'u2', side: 'TO', actor: to, loginId: to.loginId, reason: null } as const;
    const { transferId } = await app.database.transaction((tx) => requests.requestTransfer(tx, order));
    await requests.confirm(union, transferId);
    expect(await world.count('member', `id = '${memberId}' AND org_id = 'u2' AND membership = 'ACTIVE'`)).toBe(1);
  });
});

describe('a member who leaves', () => {
  it('has no card, no benefit and no sign-in from then on; joining again leads back to the same person and used-up limits', async () => {
    await world.publish({
      id: 'once',
      owner: 'city',
      limits: [{ per: 'MEMBER', period: 'ALL', times: 1 }],
      stacking: { group: 'once' },
    });
    await drain(app);
    const member = await world.aMember();
    await claim(member, 'of-city');
    expect(await redeemPlain(member)).toBe(201);
    await workerToken(app, member.mobile);
    await change(member.memberId, 'WITHDRAW');
    expect(await redeem(member, 'of-city')).toBe(409);
    await drain(app);
    expect(await holding('of-city', member)).toEqual(['REVOKED']);
    expect(await stateOf('card', `id = '${member.cardId}'`)).toEqual(['CANCELLED']);
    expect(
      await world.count(
        'session s JOIN login l ON l.id = s.login_id',
        `l.member_id = '${member.memberId}' AND s.revoked_at IS NULL`,
      ),
    ).toBe(0);
    expect(await world.count('member', `id = '${member.memberId}' AND phone_hash IS NULL`)).toBe(1);

    const { id } = await app
      .get(ApplicationsService)
      .propose(union, { name: '王小明', idNumber: member.idNumber, phone: member.mobile, orgId: 'u1' });
    await app.get(ApplicationsService).decide(second, id, { approve: true });
    expect(
      await world.count('member', `id = '${member.memberId}' AND membership = 'ACTIVE' AND phone_hash IS NOT NULL`),
    ).toBe(1);
    expect(await world.count('login', `member_id = '${member.memberId}' AND active AND phone_hash IS NOT NULL`)).toBe(
      1,
    );
    expect(await world.count('limit_counter', `key LIKE '%${member.memberId}%'`)).toBeGreaterThan(0);
  });

  const redeemPlain = async (member: TestMember) => {
    const body = { code: member.phone.show(clock.now()), ticketNo: world.newKey().slice(0, 20), amountFen: 16_000 };
    return (await till.send('POST', '/pos/v1/redemptions', body, world.newKey())).statusCode;
  };

  it('may ask for it on the phone: nothing changes until the union confirms, and it may talk first', async () => {
    const member = await world.aMember();
    const worker: WorkerCaller = { kind: 'worker', loginId: union.loginId, memberId: member.memberId };
    const withdrawals = app.get(WithdrawalsService);
    const open = async (): Promise<string> =>
      (await withdrawals.list(union, { state: 'REQUESTED', limit: 5 })).items[0]?.id ?? '';
    await withdrawals.ask(worker, { reason: '回老家了' });
    await expect(withdrawals.ask(worker, { reason: '回老家了' })).rejects.toMatchObject({ name: 'WITHDRAWAL_OPEN' });
    await withdrawals.cancel(worker);
    await expect(withdrawals.cancel(worker)).rejects.toMatchObject({ name: 'WITHDRAWAL_ENDED' });

    await withdrawals.ask(worker, { reason: '回老家了' });
    const first = await open();
    const stranger = anOfficer({ scope: ['/city/park-b/'] });
    expect((await withdrawals.list(stranger, { limit: 5 })).items).toEqual([]);
    await expect(withdrawals.decide(stranger, first, { confirm: true })).rejects.toMatchObject({
      name: 'WITHDRAWAL_UNKNOWN',
    });
    const talked = await withdrawals.decide(union, first, { confirm: false, answer: '改为保留会籍' });
    expect(talked).toMatchObject({ state: 'DECLINED', mayDecide: false });
    expect(await withdrawals.mine(worker)).toMatchObject({ state: 'DECLINED', answer: '改为保留会籍' });
    const stands = (membership: string) =>
      world.count('member', `id = '${member.memberId}' AND membership = '${membership}'`);
    expect(await stands('ACTIVE')).toBe(1);

    await withdrawals.ask(worker, { reason: '还是想退会' });
    const second = await open();
    const decided = await Promise.allSettled(
      [union, union].map((by) => withdrawals.decide(by, second, { confirm: true })),
    );
    expect(decided.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect([await stands('WITHDRAWN'), await withdrawals.mine(worker)]).toMatchObject([1, { state: 'CONFIRMED' }]);
    await expect(withdrawals.ask(worker, { reason: '还是想退会' })).rejects.toMatchObject({ name: 'MEMBER_WITHDRAWN' });
  });

  it('either moves or leaves when both happen at once, never half of each', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { memberId } = await world.aMember();
      const to = anOfficer({ scope: ['/city/park-b/u2/'] });
      const requests = app.get(TransferRequests);
      const order = { memberId, toOrgId: 'u2', side: 'TO', actor: to, loginId: to.loginId, reason: null } as const;
      const { transferId } = await app.database.transaction((tx) => requests.requestTransfer(tx, order));
      const results = await Promise.allSettled([requests.confirm(union, transferId), change(memberId, 'WITHDRAW')]);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const [row]: { org: string; membership: string; transfer: string }[] = await app.database.db.query(
        `SELECT m.org_id AS org, m.membership, t.state AS transfer FROM member m JOIN member_transfer t ON t.member_id = m.id WHERE m.id = $1`,
        [memberId],
      );
      expect(row).toEqual(
        row?.org === 'u2'
          ? { org: 'u2', membership: 'ACTIVE', transfer: 'DONE' }
          : { org: 'u1', membership: 'WITHDRAWN', transfer: 'CANCELLED' },
      );
    }
  });

  it('keeps a card that was issued after they came back, when the fact of leaving is heard late', async () => {
    const { memberId, cardId } = await world.aMember();
    const handler = app.get(CardsProcessor).handlers.find(({ event }) => event.name === 'member.withdrawn');
    const hear = (occurredAt: string) =>
      app.database.transaction(async (tx) => {
        if (handler?.mode !== 'set') throw new Error('cards hear of nobody leaving');
        const payload = { memberId, fromOrgPath: '/city/', toOrgPath: '/', occurredAt };
        await handler.run(tx, [{ id: newId(), occurredAt: new Date(occurredAt), payload }]);
      });
    await hear('2017-01-21T09:59:59+08:00');
    expect(await stateOf('card', `id = '${cardId}'`)).toEqual(['ACTIVE']);
    await hear(clock.now().toISOString());
    await hear(clock.now().toISOString());
    expect(await stateOf('card', `id = '${cardId}'`)).toEqual(['CANCELLED']);
  });
});

describe('a number changed at the desk', () => {
  const give = (memberId: string, phone: string) =>
    app.get(PhonesService).change(union, memberId, { phone, reason: '换了号码', documentSeen: true });

  it('that somebody else has is taken from them, whose phone shows no more codes, on both records', async () => {
    const [member, former] = [await world.aMember(), await world.aMember({ orgId: 'u2' })];
    await workerToken(app, former.mobile);
    await give(member.memberId, former.mobile);
    await drain(app);
    expect(await world.count('member', `id = '${former.memberId}' AND phone_hash IS NULL`)).toBe(1);
    expect(await world.count('login', `member_id = '${former.memberId}' AND phone_hash IS NULL AND active`)).toBe(1);
    expect(await world.count('session', `revoked_reason = 'PHONE_PASSED_ON'`)).toBe(1);
    for (const [{ memberId }, kind] of [
      [member, 'PHONE_CHANGED'],
      [former, 'PHONE_PASSED_ON'],
    ] as const) {
      expect(await world.count('member_event', `member_id = '${memberId}' AND kind = '${kind}'`)).toBe(1);
      expect(await world.count('audit_entry', `subject_id = '${memberId}' AND action LIKE 'member.phone-%'`)).toBe(1);
    }
    expect([await redeem(member, 'of-city'), await redeem(former, 'of-city')]).toEqual([409, 409]);
    expect(
      await world.count('card_device', `card_id IN ('${member.cardId}', '${former.cardId}') AND replaced_at IS NULL`),
    ).toBe(0);
  });

  it('goes to one of two people it is given to at once, and back to who was without when theirs is given', async () => {
    const [one, other] = [await world.aMember(), await world.aMember()];
    await Promise.all([give(one.memberId, '13700001111'), give(other.memberId, '13700001111')]);
    const has = `member m JOIN login l ON l.member_id = m.id AND l.phone_hash = m.phone_hash`;
    const both = `m.id IN ('${one.memberId}', '${other.memberId}')`;
    expect(await world.count(has, both)).toBe(1);
    const [without]: { id: string }[] = await app.database.db.query(
      `SELECT m.id FROM member m WHERE ${both} AND m.phone_hash IS NULL`,
    );
    await give(without?.id ?? '', '13700002222');
    expect(await world.count(has, both)).toBe(2);
  });

  it('is refused for who has it already, who left, and who is no number', async () => {
    const member = await world.aMember();
    await expect(give(member.memberId, member.mobile)).rejects.toMatchObject({ name: 'PHONE_SAME' });
    await expect(give(member.memberId, '12345678901')).rejects.toMatchObject({ name: 'REQUEST_INVALID' });
    await change(member.memberId, 'WITHDRAW');
    await expect(give(member.memberId, '13700003333')).rejects.toMatchObject({ name: 'MEMBER_WITHDRAWN' });
  });
});
