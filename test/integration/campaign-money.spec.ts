import { CampaignBudgetService, CampaignsService } from '../../src/modules/benefits/index.js';
import { CampaignScreens } from '../../src/modules/benefits/campaigns/campaign-screens.service.js';
import { budgetLineAccount, campaignAccount, LedgerService } from '../../src/modules/ledger/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import type { OfficerCaller } from '../../src/shared/caller.js';
import { startApp, type TestApp } from '../support/app.js';
import { aCampaign, anOfficer, CampaignRig, seedPlaces } from '../support/benefits.js';

describe('the money of a campaign', () => {
  let app: TestApp;
  let campaigns: CampaignsService;
  let screens: CampaignScreens;
  const clock = new ManualClock('2017-01-10T09:00:00+08:00');
  const query = <T>(sql: string, parameters: unknown[]): Promise<T[]> => app.database.db.query(sql, parameters);
  let rig: CampaignRig;
  let maker: OfficerCaller;
  let checker: OfficerCaller;

  beforeAll(async () => {
    app = await startApp({ clock });
    campaigns = app.get(CampaignsService);
    screens = app.get(CampaignScreens);
    await seedPlaces(app.database);
    rig = new CampaignRig(app);
    ({ maker, checker } = rig);
  });
  afterAll(() => app.close());
  beforeEach(() => clock.set('2017-01-10T09:00:00+08:00'));

  it('gives the line to exactly one of two campaigns published in the same instant', async () => {
    const { from, definition } = await rig.prepare(1_000);
    const [one, two] = [definition, { ...definition, id: `${definition.id}-b` }];
    for (const each of [one, two]) {
      await campaigns.create(maker, each);
      await campaigns.act(maker, each.id, { action: 'SUBMIT' });
      await campaigns.act(checker, each.id, { action: 'APPROVE' });
    }
    const outcomes = await Promise.allSettled(
      [one, two].map(({ id }) => campaigns.act(checker, id, { action: 'PUBLISH' })),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await rig.freeFen(from)).toBe(0);
    expect(await rig.balance(budgetLineAccount(from))).toBe(0);
  });

  it('returns to its line at the end what was never committed, and keeps what was spent', async () => {
    const { id, from } = await rig.running(1_000);
    await rig.spend(id, 399);
    await campaigns.act(maker, id, { action: 'END', note: '活动提前结束' });
    expect(await screens.get(maker, id)).toMatchObject({
      state: 'ENDED',
      totalFen: 399,
      spentFen: 399,
      remainingFen: 0,
    });
    expect(await rig.freeFen(from)).toBe(601);
    expect(await rig.balance(campaignAccount(id))).toBe(399);
    expect(await app.get(LedgerService).check(app.database.db)).toMatchObject({ balanced: true });
  });

  it('raises and cuts a running budget between what is committed and what the line holds', async () => {
    const { id, from } = await rig.running(1_000, 600);
    const change = (totalFen: number) => app.get(CampaignBudgetService).change(maker, id, totalFen);
    await rig.spend(id, 200);
    await change(1_000);
    expect(await rig.freeFen(from)).toBe(0);
    await expect(change(1_001)).rejects.toMatchObject({ name: 'LINE_EXHAUSTED' });
    await expect(change(199)).rejects.toMatchObject({
      name: 'BELOW_COMMITTED',
      details: { extra: { committedFen: 200 } },
    });
    await change(200);
    expect(await screens.get(maker, id)).toMatchObject({
      totalFen: 200,
      remainingFen: 0,
      definition: { budget: { totalFen: 200 } },
    });
    expect(await rig.freeFen(from)).toBe(800);
    expect(await rig.balance(campaignAccount(id))).toBe(200);
    await campaigns.act(maker, id, { action: 'END' });
    await expect(change(300)).rejects.toMatchObject({ name: 'CAMPAIGN_NOT_RUNNING' });
  });

  it('never has less than it committed when it is cut and spent at once', async () => {
    const { id, from } = await rig.running(2_000);
    const take = () =>
      app.database.transaction((tx) =>
        tx.query(
          'UPDATE campaign_runtime SET spent_fen = spent_fen + 100 WHERE campaign_id = $1 AND spent_fen + 100 <= total_fen',
          [id],
        ),
      );
    const cut = (totalFen: number) =>
      app
        .get(CampaignBudgetService)
        .change(maker, id, totalFen)
        .catch(() => undefined);
    await Promise.all([...Array.from({ length: 20 }, take), cut(1_000), cut(500), cut(1_500)]);
    const [row] = await query<{ total: number; spent: number }>(
      'SELECT total_fen AS total, spent_fen AS spent FROM campaign_runtime WHERE campaign_id = $1',
      [id],
    );
    expect(row?.spent).toBeLessThanOrEqual(row?.total ?? 0);
    expect((await rig.freeFen(from)) + (row?.total ?? 0)).toBe(2_000);
    expect(await app.get(LedgerService).check(app.database.db)).toMatchObject({ balanced: true });
  });

  it('cannot be paid from the city’s line by two officers of a park alone', async () => {
    const { id, from } = await rig.prepare(1_000);
    const [parkMaker, parkChecker] = [anOfficer({ scope: ['/city/park-a/'] }), anOfficer({ scope: ['/city/park-a/'] })];
    const definition = aCampaign({ id, owner: 'park-a', budget: { from, totalFen: 1_000 } });
    const grab = campaigns.publishDirectly({ definition, maker: parkMaker, checker: parkChecker });
    await expect(grab).rejects.toMatchObject({ name: 'BUDGET_LINE_NOT_FOUND' });
    await campaigns.act(checker, id, { action: 'PUBLISH' });
    expect(await rig.freeFen(from)).toBe(0);
  });

  it('is neither resumed nor given more money between its last instant and the clock work that ends it', async () => {
    const { id } = await rig.running(1_000, 600);
    await campaigns.act(maker, id, { action: 'PAUSE' });
    clock.set('2017-02-01T00:00:00+08:00');
    await expect(campaigns.act(maker, id, { action: 'RESUME' })).rejects.toMatchObject({
      name: 'CAMPAIGN_STATE_CONFLICT',
    });
    const raise = app.get(CampaignBudgetService).change(maker, id, 1_000);
    await expect(raise).rejects.toMatchObject({ name: 'CAMPAIGN_NOT_RUNNING' });
    expect(await screens.get(maker, id)).toMatchObject({ actions: [], mayEdit: false, mayChangeBudget: false });
    expect(await campaigns.endDue()).toContain(id);
  });
});
