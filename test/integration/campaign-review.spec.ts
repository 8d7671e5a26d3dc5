import { CampaignSchedule, CampaignsService, HolidaysService } from '../../src/modules/benefits/index.js';
import { CampaignBudgetService } from '../../src/modules/benefits/index.js';
import { CampaignDiffs } from '../../src/modules/benefits/campaigns/campaign-diff.service.js';
import { CampaignScreens } from '../../src/modules/benefits/campaigns/campaign-screens.service.js';
import type { CampaignDefinitionInput } from '../../src/modules/benefits/campaigns/campaign.schemas.js';
import { ManualClock } from '../../src/shared/clock.js';
import type { OfficerCaller } from '../../src/shared/caller.js';
import { startApp, type TestApp } from '../support/app.js';
import { aCampaign, anOfficer, CampaignRig, seedPlaces } from '../support/benefits.js';

const NOW = '2017-01-10T09:00:00+08:00';

describe('the review of a campaign', () => {
  let app: TestApp;
  let campaigns: CampaignsService;
  let screens: CampaignScreens;
  let diffs: CampaignDiffs;
  let rig: CampaignRig;
  let maker: OfficerCaller;
  let checker: OfficerCaller;

  beforeAll(async () => {
    app = await startApp({ clock: new ManualClock(NOW) });
    campaigns = app.get(CampaignsService);
    screens = app.get(CampaignScreens);
    diffs = app.get(CampaignDiffs);
    await seedPlaces(app.database);
    rig = new CampaignRig(app);
    ({ maker, checker } = rig);
  });
  afterAll(() => app.close());

  it('says a first version whole, with the names of what it refers to', async () => {
    const { id, from, definition } = await rig.prepare();
    await campaigns.create(maker, { ...definition, where: { ...definition.where, merchants: ['wal'] } });
    const diff = await diffs.get(checker, id, {});
    expect(diff).toMatchObject({ from: null, to: 1, changes: [] });
    expect(diff.facts).toContainEqual({ field: 'threshold', value: { as: 'FEN', fen: 15_800 } });
    expect(diff.names).toEqual({ 'org:city': '市总工会', 'merchant:wal': '沃超市', [`budgetLine:${from}`]: '预算' });
  });

  it('says what the working copy changes of what runs, and what any version changed of any other', async () => {
    const { id, definition } = await rig.running();
    const cheaper = { ...definition, mechanism: { type: 'AMOUNT_OFF', thresholdFen: 12_800, offFen: 2_000 } as const };
    await campaigns.edit(maker, id, cheaper);
    const changed = [
      { field: 'threshold', kind: 'CHANGED', before: { as: 'FEN', fen: 15_800 }, after: { as: 'FEN', fen: 12_800 } },
    ];
    expect(await diffs.get(checker, id, {})).toMatchObject({ from: 1, to: 2, changes: changed });
    await campaigns.act(maker, id, { action: 'SUBMIT' });
    await campaigns.act(checker, id, { action: 'APPROVE' });
    await campaigns.act(checker, id, { action: 'PUBLISH' });
    expect(await diffs.get(checker, id, { to: 2 })).toMatchObject({ from: 1, to: 2, changes: changed });
    expect(await diffs.get(checker, id, { from: 2, to: 1 })).toMatchObject({
      changes: [{ before: { fen: 12_800 }, after: { fen: 15_800 } }],
    });
    await expect(diffs.get(checker, id, { to: 3 })).rejects.toMatchObject({ name: 'CAMPAIGN_VERSION_UNKNOWN' });
    const parkB = anOfficer({ scope: ['/city/park-b/'] });
    await expect(diffs.get(parkB, id, {})).rejects.toMatchObject({ name: 'CAMPAIGN_NOT_FOUND' });
  });

  it('compares with the budget as it was raised meanwhile, not as it was published', async () => {
    const { id, from, definition } = await rig.running(2_000, 1_000);
    await app.get(CampaignBudgetService).change(maker, id, 1_500);
    await campaigns.edit(maker, id, { ...definition, budget: { from, totalFen: 1_500 } });
    expect((await diffs.get(checker, id, {})).changes).toEqual([]);
  });

  it('is of the content the checker saw: a page that is behind approves nothing', async () => {
    const { id, definition } = await rig.prepare();
    await campaigns.create(maker, definition);
    await campaigns.act(maker, id, { action: 'SUBMIT' });
    const { revision: seen } = await screens.get(checker, id);
    await campaigns.act(maker, id, { action: 'REJECT' });
    await campaigns.edit(maker, id, { ...definition, label: '换了内容' });
    await campaigns.act(maker, id, { action: 'SUBMIT' });
    for (const action of ['APPROVE', 'REJECT', 'PUBLISH'] as const)
      await expect(campaigns.act(checker, id, { action, revision: seen })).rejects.toMatchObject({
        name: 'CAMPAIGN_CHANGED',
      });
    const { revision } = await screens.get(checker, id);
    await campaigns.act(checker, id, { action: 'APPROVE', revision });
    const plan = { publishAt: '2017-01-11T00:00:00+08:00', revision: seen };
    await expect(app.get(CampaignSchedule).plan(checker, id, plan)).rejects.toMatchObject({ name: 'CAMPAIGN_CHANGED' });
    await campaigns.act(checker, id, { action: 'PUBLISH', revision });
  });

  it('never keeps what runs from being paused, whatever became of its next version', async () => {
    const { id, definition } = await rig.running();
    const { revision } = await screens.get(maker, id);
    await campaigns.edit(maker, id, { ...definition, label: '换了内容' });
    await campaigns.act(maker, id, { action: 'PAUSE', revision });
    expect(await screens.get(maker, id)).toMatchObject({ live: { state: 'PAUSED' } });
  });

  describe('of the plan', () => {
    let count = 0;
    /** One merchants pay for, so that nothing but the plan is judged. */
    const free = (given: Partial<CampaignDefinitionInput> = {}) => {
      count += 1;
      return aCampaign({ id: `plan-${count}`, budget: undefined, ...given });
    };
    const codes = async (definition: ReturnType<typeof aCampaign>) =>
      (await screens.examine(maker, definition)).problems.map(({ code, severity, values }) => ({
        code,
        severity,
        values,
      }));
    const publish = (definition: ReturnType<typeof aCampaign>) =>
      campaigns.publishDirectly({ definition, maker, checker });
    const plan = (given: Partial<CampaignDefinitionInput['when']>) => ({
      when: { from: '2017-03-01T00:00:00+08:00', to: '2017-04-01T00:00:00+08:00', ...given },
    });

    it('warns of another that gives the same there and then, and lets the checker publish', async () => {
      const one = free({ ...plan({}), where: { merchants: ['wal'] }, stacking: { group: 'spring' } });
      await publish(one);
      const like = (given: Partial<CampaignDefinitionInput>) =>
        free({ ...plan({}), where: { stores: ['wal-2'] }, stacking: { group: 'spring' }, ...given });
      const overlap = { code: 'OVERLAPS', severity: 'WARNING', values: { id: one.id, label: one.label } };
      expect(await codes(like({}))).toEqual([overlap]);
      expect(await codes(like({ where: { merchantCategories: ['SUPERMARKET'] } }))).toEqual([overlap]);
      expect(await codes(like({ where: {} }))).toEqual([overlap]);
      expect(await codes(like({ where: { stores: ['tea-1'] } }))).toEqual([]);
      expect(await codes(like({ mechanism: { type: 'PERCENT_OFF', bps: 500 } }))).toEqual([]);
      expect(await codes(like({ stacking: { group: 'other' } }))).toEqual([]);
      expect(await codes(like({ owner: 'park-a' }))).toEqual([]);
      expect(await codes(like({ when: { ...one.when, from: one.when.to, to: '2017-05-01T00:00:00+08:00' } }))).toEqual(
        [],
      );
      const two = like({});
      await publish(two);
      expect((await screens.get(maker, two.id)).state).toBe('PUBLISHED');
      await campaigns.act(maker, one.id, { action: 'END' });
      expect(await codes(like({}))).toMatchObject([{ values: { id: two.id } }]);
    });

    it('warns of one the clock is going to publish, too', async () => {
      const later = free({ ...plan({}), stacking: { group: 'later' } });
      await campaigns.create(maker, later);
      await campaigns.act(maker, later.id, { action: 'SUBMIT' });
      await campaigns.act(checker, later.id, { action: 'APPROVE' });
      const other = free({ ...plan({}), stacking: { group: 'later' } });
      expect(await codes(other)).toEqual([]);
      await app.get(CampaignSchedule).plan(checker, later.id, { publishAt: '2017-01-20T00:00:00+08:00' });
      expect(await codes(other)).toMatchObject([{ code: 'OVERLAPS', values: { id: later.id } }]);
    });

    it('warns while nobody has entered the holidays it asks for', async () => {
      const holidays = free({ ...plan({ dayKinds: ['HOLIDAY', 'RESTDAY'] }), stacking: { group: 'holidays' } });
      expect(await codes(holidays)).toEqual([
        { code: 'HOLIDAYS_MISSING', severity: 'WARNING', values: { years: '2017' } },
      ]);
      const days = [{ dateOn: '2017-04-02', kind: 'HOLIDAY' as const, name: '清明节' }];
      await app.get(HolidaysService).putYear(maker, { year: 2017, days });
      expect(await codes(holidays)).toEqual([]);
    });

    it('warns of a time that never comes, and publishes what the checker wants all the same', async () => {
      const never = free({ ...plan({ onlyDates: ['2017-03-06'], weekdays: [7] }), stacking: { group: 'never' } });
      expect(await codes(never)).toEqual([{ code: 'NEVER_OPEN', severity: 'WARNING' }]);
      expect(await publish({ ...never, label: '帮扶满减' }).catch((error: unknown) => error)).toMatchObject({
        name: 'CAMPAIGN_PROBLEMS',
        details: { extra: { problems: [{ code: 'LABEL_TELLS_GROUP', severity: 'ERROR', values: { word: '帮扶' } }] } },
      });
      await publish(free({ ...plan({ onlyDates: ['2017-03-06'], weekdays: [7] }) }));
    });
  });
});
