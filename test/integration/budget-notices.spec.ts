import { AlertsService } from '../../src/modules/audit/index.js';
import { BudgetAlarms, CampaignsService } from '../../src/modules/benefits/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, CampaignRig, seedPlaces } from '../support/benefits.js';

describe('notices of budgets', () => {
  let app: TestApp;
  let rig: CampaignRig;
  const city = anOfficer();
  const parkB = anOfficer({ scope: ['/city/park-b/'] });
  const shown = async (who = city) =>
    (await app.get(AlertsService).list(who)).map(({ code, subjectId }) => `${subjectId} ${code}`);
  const watch = () => app.get(BudgetAlarms).watch();

  beforeAll(async () => {
    app = await startApp({ clock: new ManualClock('2017-01-02T09:00:00+08:00') });
    rig = new CampaignRig(app);
    await seedPlaces(app.database);
  });
  afterAll(() => app.close());

  it('tell each part once, the highest only, to those whose budget it is', async () => {
    const { id, from } = await rig.running(10_000, 1_000);
    await watch();
    expect(await shown()).toEqual([]);
    await rig.spend(id, 500);
    await watch();
    expect(await shown()).toEqual([`${id} BUDGET_USED_50`]);
    expect(await shown(parkB)).toEqual([]);
    await rig.spend(id, 449);
    await Promise.all([watch(), watch()]);
    expect(await shown()).toEqual([`${id} BUDGET_USED_80`]);
    await rig.spend(id, 1);
    await watch();
    const [notice] = await app.get(AlertsService).list(city);
    expect(notice).toMatchObject({
      code: 'BUDGET_USED_95',
      severity: 'NOTICE',
      detail: { name: '职工卡周末满减', usedFen: 950, totalFen: 1_000, percent: 95 },
    });
    expect(await rig.freeFen(from)).toBe(9_000);
  });

  it('are gone when one person noted them, and come again after the figures fell and rose', async () => {
    const [notice] = await app.get(AlertsService).list(city);
    await app.get(AlertsService).note(city, notice?.id ?? '');
    await watch();
    expect(await shown()).toEqual([]);
    const spend = (fen: number) =>
      app.database.db.query('UPDATE campaign_runtime SET spent_fen = $2 WHERE campaign_id = $1', [
        notice?.subjectId,
        fen,
      ]);
    await spend(799);
    await watch();
    // Half is used as before, and that was noted.
    expect(await shown()).toEqual([]);
    await spend(800);
    await watch();
    expect(await shown()).toEqual([`${notice?.subjectId} BUDGET_USED_80`]);
  });

  it('stop nobody from resuming a campaign, and cannot be examined as a mismatch is', async () => {
    const [notice] = await app.get(AlertsService).list(city);
    const campaigns = app.get(CampaignsService);
    await campaigns.act(city, notice?.subjectId ?? '', { action: 'PAUSE' });
    await campaigns.act(city, notice?.subjectId ?? '', { action: 'RESUME' });
    for (const refused of [
      app.get(AlertsService).examine(city, notice?.id ?? '', '看过'),
      app.get(AlertsService).settleOne(city, notice?.id ?? ''),
      app.get(AlertsService).note(parkB, notice?.id ?? ''),
    ])
      await expect(refused).rejects.toMatchObject({ name: 'ALERT_NOT_FOUND' });
  });

  it('tell of a line that handed out, and end with the campaign or the line', async () => {
    const { id, from } = await rig.running(1_000, 900);
    await rig.spend(id, 880);
    await watch();
    expect(await shown()).toEqual(expect.arrayContaining([`${from} BUDGET_USED_80`, `${id} BUDGET_USED_95`]));
    await app.get(CampaignsService).act(rig.maker, id, { action: 'END' });
    await watch();
    expect(await shown()).not.toContain(`${id} BUDGET_USED_95`);
    expect(await shown()).toContain(`${from} BUDGET_USED_80`);
  });
});
