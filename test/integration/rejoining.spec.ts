import type { CampaignDefinitionInput } from '../../src/modules/benefits/campaigns/campaign.schemas.js';
import { CardsService } from '../../src/modules/cards/index.js';
import { ApplicationsService, ErasuresService, StandingService } from '../../src/modules/members/index.js';
import { AuditorService } from '../../src/modules/redemption/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { makeIdNumber } from '../../src/shared/numbers/id-number.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer } from '../support/benefits.js';
import { drain } from '../support/drain.js';
import { Till } from '../support/signed-till.js';
import { type TestMember, World } from '../support/world.js';

describe('a benefit once a year', () => {
  const clock = new ManualClock('2017-01-21T10:00:00+08:00');
  const [union, second] = [anOfficer({ scope: ['/city/park-a/u1/'] }), anOfficer({ scope: ['/city/park-a/u1/'] })];
  let app: TestApp;
  let world: World;
  let till: Till;

  beforeAll(async () => {
    app = await startApp({ clock, jobs: true });
    world = await World.build(app);
    till = new Till(world, await world.aTerminal());
    const limits: CampaignDefinitionInput['limits'] = [{ per: 'MEMBER', period: 'YEAR', times: 1 }];
    await world.publish({ id: 'yearly', owner: 'city', limits, stacking: { group: 'yearly' } });
    await drain(app);
  });
  afterAll(() => app.close());

  type Holder = Pick<TestMember, 'memberId' | 'phone'>;
  const useIt = async ({ phone }: Holder) => {
    const body = { code: phone.show(clock.now()), amountFen: 16_000, benefit: 'yearly' };
    const answer = await till.redeem({ ...body, ticketNo: world.newKey().slice(0, 20) });
    return [answer.statusCode, answer.json<{ code: string }>().code];
  };
  /** Why the till left the benefit out, the last time it refused this person. */
  const whyRefused = async ({ memberId }: Holder): Promise<unknown> => {
    const rows: { left: unknown }[] = await app.database.db.query(
      `SELECT decision::jsonb -> 'campaigns' AS left FROM redemption WHERE member_id = $1 AND state = 'DECLINED' ORDER BY id DESC LIMIT 1`,
      [memberId],
    );
    return rows[0]?.left;
  };
  /** Applies with the number of the identity card, and is let in by two officers; then a new card on a new phone. */
  async function joins(person: { idNumber: string; mobile: string }): Promise<Holder> {
    const applications = app.get(ApplicationsService);
    const request = { name: '王再来', idNumber: person.idNumber, phone: person.mobile, orgId: 'u1' };
    const { id } = await applications.propose(union, request);
    await applications.decide(second, id, { approve: true });
    const [row]: { memberId: string }[] = await app.database.db.query(
      'SELECT member_id AS "memberId" FROM membership_application WHERE id = $1',
      [id],
    );
    const memberId = row?.memberId ?? '';
    const card = await app.database.transaction((tx) =>
      app.get(CardsService).issue(tx, memberId, { kind: 'system', id: 'test' }),
    );
    const phone = await world.bindPhone(card.cardId, card.cardNo);
    await app.database.transaction((tx) =>
      tx.query(`UPDATE card SET state = 'ACTIVE', activated_at = issued_at WHERE id = $1`, [card.cardId]),
    );
    return { memberId, phone };
  }
  const ways = {
    'left the union': (member: TestMember) =>
      app.get(StandingService).change(union, member.memberId, { step: 'WITHDRAW', reason: '离开了单位' }),
    'was erased': async (member: TestMember) => {
      const { erasureId } = await app.get(ErasuresService).propose(union, member.memberId, '本人到窗口书面申请');
      await app.get(ErasuresService).decide(second, erasureId, true);
    },
  } as const;

  it.each(['left the union', 'was erased'] as const)(
    'is given once to who %s and joins again with the same ID number, and to a new person as to everybody',
    async (way) => {
      const member = await world.aMember();
      expect(await useIt(member)).toEqual([201, 'REDEEMED']);
      await ways[way](member);
      await drain(app);
      clock.advance(60_000);
      const back = await joins(member);
      expect(back.memberId).toBe(member.memberId);
      expect(await useIt(back)).toEqual([409, 'NOT_AVAILABLE']);
      // What the till never learns: it is the limit of the year, used up before they left.
      expect(await whyRefused(back)).toMatchObject([{ id: 'yearly', left: 'LIMIT_REACHED' }]);
      const fresh = way === 'was erased' ? 61 : 62;
      const newcomer = await joins({
        idNumber: makeIdNumber('360105', '1988-08-08', fresh),
        mobile: `188000000${fresh}`,
      });
      expect(await useIt(newcomer)).toEqual([201, 'REDEEMED']);
      expect(await app.get(AuditorService).run(true)).toEqual([]);
    },
  );
});
