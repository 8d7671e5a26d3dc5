import { BudgetsService, CampaignsService, CompiledCampaigns } from '../../src/modules/benefits/index.js';
import { CampaignScreens } from '../../src/modules/benefits/campaigns/campaign-screens.service.js';
import { budgetLineAccount, campaignAccount } from '../../src/modules/ledger/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import type { OfficerCaller } from '../../src/shared/caller.js';
import { startApp, type TestApp } from '../support/app.js';
import { aCampaign, anOfficer, CampaignRig, seedPlaces } from '../support/benefits.js';

describe('the life of a campaign', () => {
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

  it('goes from draft to running by two officers and takes its budget along', async () => {
    const { id, from, definition } = await rig.prepare(5_000, 2_000);
    await campaigns.create(maker, definition);
    expect(await screens.get(maker, id)).toMatchObject({
      state: 'DRAFT',
      live: null,
      actions: ['SUBMIT'],
      problems: [],
      remainingFen: 2_000,
    });
    await campaigns.act(maker, id, { action: 'SUBMIT' });
    expect((await screens.get(checker, id)).actions).toEqual(['APPROVE', 'REJECT']);
    await campaigns.act(checker, id, { action: 'APPROVE' });
    await campaigns.act(checker, id, { action: 'PUBLISH' });

    const shown = await screens.get(maker, id);
    expect(shown).toMatchObject({
      state: 'PUBLISHED',
      live: { state: 'PUBLISHED', version: 1 },
      totalFen: 2_000,
      budgetLineId: from,
    });
    expect(shown.versions).toMatchObject([
      { version: 1, madeBy: { id: maker.loginId }, checkedBy: { id: checker.loginId }, definition },
    ]);
    expect(await rig.freeFen(from)).toBe(3_000);
    expect(await rig.balance(campaignAccount(id))).toBe(2_000);
    expect(await rig.balance(budgetLineAccount(from))).toBe(3_000);
    const trail = await query<{ action: string }>(
      `SELECT action FROM audit_entry WHERE subject_kind = 'campaign' AND subject_id = $1 ORDER BY id`,
      [id],
    );
    expect(trail.map(({ action }) => action)).toEqual([
      'campaign.created',
      'campaign.submitted',
      'campaign.approved',
      'campaign.published',
    ]);
  });

  it('is neither approved nor published by who made or submitted it, and the database would refuse it too', async () => {
    const { id, definition } = await rig.prepare();
    const submitter = anOfficer();
    await campaigns.create(maker, definition);
    await campaigns.act(submitter, id, { action: 'SUBMIT' });
    for (const officer of [maker, submitter])
      await expect(campaigns.act(officer, id, { action: 'APPROVE' })).rejects.toMatchObject({ name: 'SAME_PERSON' });
    await campaigns.act(checker, id, { action: 'APPROVE' });
    for (const officer of [maker, submitter])
      await expect(campaigns.act(officer, id, { action: 'PUBLISH' })).rejects.toMatchObject({ name: 'SAME_PERSON' });
    const forced = app.database.transaction((tx) =>
      tx.query('UPDATE campaign SET checked_by = made_by WHERE id = $1', [id]),
    );
    await expect(forced).rejects.toMatchObject({ driverError: { constraint: 'campaign_maker_is_not_checker' } });
  });

  it('lists every problem of publishing at once and changes nothing', async () => {
    const { id, from } = await rig.prepare(1_000);
    const definition = aCampaign({
      id,
      label: '困难职工满减',
      budget: { from, totalFen: 1_001 },
      where: { merchants: ['nobody'], stores: ['nowhere'] },
      when: { from: '2016-01-01T00:00:00+08:00', to: '2017-01-10T09:00:00+08:00' },
    });
    await campaigns.create(maker, definition);
    await campaigns.act(maker, id, { action: 'SUBMIT' });
    await campaigns.act(checker, id, { action: 'APPROVE' });
    const refusal = await campaigns.act(checker, id, { action: 'PUBLISH' }).catch((error: unknown) => error);
    const codes = ['LABEL_TELLS_GROUP', 'ALREADY_OVER', 'MERCHANT_UNKNOWN', 'STORE_UNKNOWN', 'LINE_EXHAUSTED'];
    expect(refusal).toMatchObject({
      name: 'CAMPAIGN_PROBLEMS',
      details: { extra: { problems: codes.map((code) => ({ code })) } },
    });
    const shown = await screens.get(maker, id);
    expect(shown).toMatchObject({ state: 'APPROVED', live: null, versions: [] });
    expect(shown.problems.filter(({ severity }) => severity === 'ERROR').map(({ code }) => code)).toEqual(codes);
    expect(await rig.freeFen(from)).toBe(1_000);
  });

  it('keeps version 1 running, unchanged for ever, until version 2 has been checked and published', async () => {
    const { id, from, definition } = await rig.running(1_000, 600);
    await rig.spend(id, 250);
    await campaigns.edit(maker, id, { ...definition, label: '职工卡平日满减', budget: { from, totalFen: 900 } });
    expect(await screens.get(maker, id)).toMatchObject({
      state: 'DRAFT',
      version: 2,
      live: { state: 'PUBLISHED', version: 1 },
      totalFen: 600,
    });
    await campaigns.act(maker, id, { action: 'SUBMIT' });
    await expect(campaigns.act(maker, id, { action: 'APPROVE' })).rejects.toMatchObject({ name: 'SAME_PERSON' });
    await campaigns.act(checker, id, { action: 'APPROVE' });
    await campaigns.act(checker, id, { action: 'PUBLISH' });
    const shown = await screens.get(maker, id);
    expect(shown).toMatchObject({ live: { version: 2 }, totalFen: 900, spentFen: 250, uses: 1, remainingFen: 650 });
    expect(shown.versions.map((version) => version.definition.label)).toEqual(['职工卡平日满减', '职工卡周末满减']);
    expect(await rig.freeFen(from)).toBe(100);
    const rewrite = app.database.transaction((tx) =>
      tx.query(`UPDATE campaign_version SET definition = '{}' WHERE campaign_id = $1`, [id]),
    );
    await expect(rewrite).rejects.toMatchObject({ driverError: { code: '42501' } });
  });

  it('pauses, resumes and ends what runs while the next version waits for review', async () => {
    const { id, from, definition } = await rig.running(1_000);
    await campaigns.edit(maker, id, { ...definition, label: '新标签' });
    await campaigns.act(maker, id, { action: 'PAUSE' });
    expect(await screens.get(maker, id)).toMatchObject({ state: 'DRAFT', live: { state: 'PAUSED', version: 1 } });
    await campaigns.act(maker, id, { action: 'RESUME' });
    expect(await screens.get(maker, id)).toMatchObject({ live: { state: 'PUBLISHED' } });
    await campaigns.act(maker, id, { action: 'END' });
    expect(await screens.get(maker, id)).toMatchObject({
      state: 'ENDED',
      version: 1,
      label: '职工卡周末满减',
      actions: [],
      mayEdit: false,
    });
    expect(await rig.freeFen(from)).toBe(1_000);
    await expect(campaigns.act(maker, id, { action: 'RESUME' })).rejects.toMatchObject({
      name: 'CAMPAIGN_STATE_CONFLICT',
    });
    await expect(campaigns.edit(maker, id, definition)).rejects.toMatchObject({ name: 'CAMPAIGN_STATE_CONFLICT' });
  });

  it('ends by itself at its last instant, not a millisecond before, and once however many processes look', async () => {
    const { id, from } = await rig.running(1_000);
    clock.set('2017-01-31T23:59:59.999+08:00');
    expect(await campaigns.endDue()).not.toContain(id);
    clock.set('2017-02-01T00:00:00+08:00');
    const ended = await Promise.all([campaigns.endDue(), campaigns.endDue(), campaigns.endDue()]);
    expect(ended.flat().filter((each) => each === id)).toHaveLength(1);
    expect(await rig.freeFen(from)).toBe(1_000);
    expect(await rig.balance(campaignAccount(id))).toBe(0);
  });

  it('is unknown to officers of another subtree', async () => {
    const { id, definition } = await rig.running();
    const parkB = anOfficer({ scope: ['/city/park-b/'] });
    await expect(screens.get(parkB, id)).rejects.toMatchObject({ name: 'CAMPAIGN_NOT_FOUND' });
    await expect(campaigns.act(parkB, id, { action: 'PAUSE' })).rejects.toMatchObject({ name: 'CAMPAIGN_NOT_FOUND' });
    await expect(campaigns.create(parkB, { ...definition, id: 'theirs' })).rejects.toMatchObject({
      name: 'CAMPAIGN_OWNER_UNKNOWN',
    });
    expect((await screens.list(parkB, { limit: 100 })).items).toEqual([]);
  });

  it('keeps its id, its owner and, once published, its line', async () => {
    const { id, from, definition } = await rig.running(1_000);
    await app.get(BudgetsService).create(maker, { id: `${from}-b`, orgId: 'city', name: '另一笔', totalFen: 1_000 });
    await expect(campaigns.create(maker, definition)).rejects.toMatchObject({ name: 'CAMPAIGN_ID_TAKEN' });
    await expect(campaigns.edit(maker, id, { ...definition, owner: 'park-a' })).rejects.toMatchObject({
      name: 'CAMPAIGN_FIXED',
    });
    await campaigns.edit(maker, id, { ...definition, budget: { from: `${from}-b`, totalFen: 1_000 } });
    expect((await screens.get(maker, id)).problems[0]).toMatchObject({
      code: 'BUDGET_LINE_FIXED',
      field: 'budget.from',
      severity: 'ERROR',
    });
  });

  it('goes back to its maker when rejected, and only a draft can then be changed', async () => {
    const { id, definition } = await rig.prepare();
    await campaigns.create(maker, definition);
    await campaigns.act(maker, id, { action: 'SUBMIT' });
    await expect(campaigns.edit(maker, id, definition)).rejects.toMatchObject({ name: 'CAMPAIGN_STATE_CONFLICT' });
    await campaigns.act(checker, id, { action: 'REJECT', note: '门槛写错' });
    await campaigns.edit(checker, id, { ...definition, label: '改过的标签' });
    await campaigns.act(maker, id, { action: 'SUBMIT' });
    await expect(campaigns.act(checker, id, { action: 'APPROVE' })).rejects.toMatchObject({ name: 'SAME_PERSON' });
  });

  it('is found by label, state and page', async () => {
    const { id } = await rig.running();
    await campaigns.act(maker, id, { action: 'PAUSE' });
    expect((await screens.list(maker, { limit: 100, state: 'PAUSED' })).items.map((row) => row.id)).toEqual([id]);
    expect((await screens.list(maker, { limit: 100, q: '%' })).items).toEqual([]);
    const first = await screens.list(maker, { limit: 3, q: '周末' });
    const second = await screens.list(maker, { limit: 3, q: '周末', cursor: first.nextCursor ?? '' });
    expect(new Set([...first.items, ...second.items].map((row) => row.id)).size).toBe(6);
    await expect(screens.list(maker, { limit: 3, cursor: "1'; --" })).rejects.toMatchObject({
      name: 'REQUEST_INVALID',
    });
  });

  it('is compiled once a version and never guessed', async () => {
    const { id } = await rig.running();
    const compiled = app.get(CompiledCampaigns);
    const [first] = await compiled.get(app.database.db, [{ campaignId: id, version: 1 }]);
    const [again] = await compiled.get(app.database.db, [{ campaignId: id, version: 1 }]);
    expect(again).toBe(first);
    expect(first).toMatchObject({ id, version: 1, owner: 'city' });
    await expect(compiled.get(app.database.db, [{ campaignId: id, version: 2 }])).rejects.toThrow('never published');
  });
});
