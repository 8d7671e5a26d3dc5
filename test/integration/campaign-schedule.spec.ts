import { AlertsService } from '../../src/modules/audit/index.js';
import { CampaignSchedule, CampaignsService } from '../../src/modules/benefits/index.js';
import { CampaignScreens } from '../../src/modules/benefits/campaigns/campaign-screens.service.js';
import { OfficerCallers } from '../../src/modules/identity/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import type { OfficerCaller } from '../../src/shared/caller.js';
import { startApp, type TestApp } from '../support/app.js';
import { CampaignRig, seedPlaces } from '../support/benefits.js';
import { addOfficer } from '../support/identity.js';

const NOW = '2017-01-10T09:00:00+08:00';
const MIDNIGHT = '2017-01-11T00:00:00+08:00';

describe('a campaign and the clock', () => {
  let app: TestApp;
  let campaigns: CampaignsService;
  let screens: CampaignScreens;
  let schedule: CampaignSchedule;
  let rig: CampaignRig;
  let maker: OfficerCaller;
  let checker: OfficerCaller;
  let officers = 0;
  const clock = new ManualClock(NOW);
  const query = <T>(sql: string, parameters: unknown[] = []): Promise<T[]> => app.database.db.query(sql, parameters);

  beforeAll(async () => {
    app = await startApp({ clock });
    campaigns = app.get(CampaignsService);
    screens = app.get(CampaignScreens);
    schedule = app.get(CampaignSchedule);
    await seedPlaces(app.database);
    rig = new CampaignRig(app);
    maker = rig.maker;
    checker = await aRealOfficer();
  });
  afterAll(() => app.close());
  beforeEach(() => clock.set(NOW));

  /** One with a login, as the clock looks for it. */
  async function aRealOfficer(): Promise<OfficerCaller> {
    officers += 1;
    const { loginId } = await addOfficer(app, `checker-${officers}`, 'CITY_ADMIN', 'city');
    const caller = await app.get(OfficerCallers).find(app.database.db, loginId, 'campaigns.review');
    if (!caller) throw new Error('the officer just made may not review');
    return caller;
  }

  async function approved(lineFen = 1_000, by = checker) {
    const prepared = await rig.prepare(lineFen);
    await campaigns.create(maker, prepared.definition);
    await campaigns.act(maker, prepared.id, { action: 'SUBMIT' });
    await campaigns.act(by, prepared.id, { action: 'APPROVE' });
    return prepared;
  }
  const trail = async (id: string): Promise<string[]> => {
    const rows = await query<{ said: string }>(
      `SELECT actor_kind || ' ' || action AS said FROM audit_entry WHERE subject_id = $1 ORDER BY id`,
      [id],
    );
    return rows.map(({ said }) => said);
  };
  const starts = (id: string) =>
    query<{ payload: object }>(
      `SELECT payload FROM outbox WHERE event = 'campaign.started' AND payload ->> 'campaignId' = $1`,
      [id],
    );

  it('is published at its time as the checker who approved it, not a millisecond before, and once', async () => {
    const { id, from } = await approved();
    await schedule.plan(checker, id, { publishAt: MIDNIGHT });
    expect(await screens.get(maker, id)).toMatchObject({ state: 'APPROVED', publishAt: MIDNIGHT });
    clock.set('2017-01-10T23:59:59.999+08:00');
    expect(await schedule.publishDue()).toEqual([]);
    clock.set(MIDNIGHT);
    const published = await Promise.all([schedule.publishDue(), schedule.publishDue(), schedule.publishDue()]);
    expect(published.flat()).toEqual([id]);
    expect(await screens.get(maker, id)).toMatchObject({
      state: 'PUBLISHED',
      publishAt: null,
      live: { state: 'PUBLISHED', version: 1 },
      versions: [{ checkedBy: { id: checker.loginId }, publishedAt: MIDNIGHT }],
    });
    expect(await rig.freeFen(from)).toBe(0);
    expect((await trail(id)).slice(-2)).toEqual(['officer campaign.publishing-planned', 'officer campaign.published']);
    const [entry] = await query<{ actor_id: string; detail: object }>(
      `SELECT actor_id, detail FROM audit_entry WHERE subject_id = $1 AND action = 'campaign.published'`,
      [id],
    );
    expect(entry).toMatchObject({ actor_id: checker.loginId, detail: { version: 1, plannedFor: MIDNIGHT } });
  });

  it('stays approved when something stands in the way at its time, and an alert says what', async () => {
    const { id, from } = await approved();
    await schedule.plan(checker, id, { publishAt: MIDNIGHT });
    await query('UPDATE budget_line SET handed_fen = 1 WHERE id = $1', [from]);
    clock.set(MIDNIGHT);
    await Promise.all([schedule.publishDue(), schedule.publishDue()]);
    expect(await screens.get(maker, id)).toMatchObject({ state: 'APPROVED', publishAt: null, live: null });
    const alerts = (await app.get(AlertsService).list(checker)).filter(({ subjectId }) => subjectId === id);
    expect(alerts).toMatchObject([
      {
        code: 'CAMPAIGN_NOT_PUBLISHED',
        detail: { reason: 'CAMPAIGN_PROBLEMS', problems: [{ code: 'LINE_EXHAUSTED' }] },
      },
    ]);
    expect((await trail(id)).at(-1)).toBe('system campaign.publishing-failed');
    await query('UPDATE budget_line SET handed_fen = 0 WHERE id = $1', [from]);
    expect(await schedule.publishDue()).toEqual([]);
    await campaigns.act(checker, id, { action: 'PUBLISH' });
  });

  it('is not published for a checker whose rights have ended', async () => {
    const gone = await aRealOfficer();
    const { id } = await approved(1_000, gone);
    await schedule.plan(gone, id, { publishAt: MIDNIGHT });
    await query('UPDATE login_role SET until_on = $2 WHERE login_id = $1', [gone.loginId, '2017-01-10']);
    clock.set(MIDNIGHT);
    await schedule.publishDue();
    expect(await screens.get(maker, id)).toMatchObject({ state: 'APPROVED', publishAt: null });
    const alerts = (await app.get(AlertsService).list(checker)).filter(({ subjectId }) => subjectId === id);
    expect(alerts).toMatchObject([{ detail: { reason: 'NOT_ALLOWED' } }]);
  });

  it('is given a time only by who may publish it, and only one that can be', async () => {
    const { id } = await approved();
    const at = (publishAt: string | null) => ({ publishAt });
    await expect(schedule.plan(maker, id, at(MIDNIGHT))).rejects.toMatchObject({ name: 'SAME_PERSON' });
    for (const wrong of [NOW, '2017-02-01T00:00:00+08:00'])
      await expect(schedule.plan(checker, id, at(wrong))).rejects.toMatchObject({ name: 'CAMPAIGN_PUBLISH_TIME' });
    await schedule.plan(checker, id, at(MIDNIGHT));
    await schedule.plan(checker, id, at(null));
    clock.set(MIDNIGHT);
    expect(await schedule.publishDue()).not.toContain(id);
    const { id: waiting, definition } = await rig.prepare();
    await campaigns.create(maker, definition);
    await expect(schedule.plan(checker, waiting, at('2017-01-12T00:00:00+08:00'))).rejects.toMatchObject({
      name: 'CAMPAIGN_STATE_CONFLICT',
    });
    const forced = app.database.transaction((tx) =>
      tx.query('UPDATE campaign SET publish_at = now() WHERE id = $1', [waiting]),
    );
    await expect(forced).rejects.toMatchObject({
      driverError: { constraint: 'campaign_publishes_only_what_is_approved' },
    });
  });

  it('loses its time when it goes back to be changed', async () => {
    const { id } = await approved();
    await schedule.plan(checker, id, { publishAt: MIDNIGHT });
    await campaigns.act(checker, id, { action: 'REJECT' });
    expect(await screens.get(maker, id)).toMatchObject({ state: 'DRAFT', publishAt: null });
    clock.set(MIDNIGHT);
    expect(await schedule.publishDue()).not.toContain(id);
  });

  it('published ahead, announces its start at its first instant, once however many processes look', async () => {
    const { id, definition } = await rig.prepare();
    const when = { ...definition.when, from: MIDNIGHT };
    await campaigns.publishDirectly({ definition: { ...definition, when }, maker, checker });
    clock.set('2017-01-10T23:59:59.999+08:00');
    expect(await schedule.startDue()).not.toContain(id);
    clock.set(MIDNIGHT);
    const started = await Promise.all([schedule.startDue(), schedule.startDue(), schedule.startDue()]);
    expect(started.flat().filter((each) => each === id)).toEqual([id]);
    expect(await starts(id)).toMatchObject([
      { payload: { campaignId: id, version: 1, startsAt: MIDNIGHT, endsAt: '2017-02-01T00:00:00+08:00' } },
    ]);
    await campaigns.edit(maker, id, { ...definition, label: '改过的标签' });
    await campaigns.act(maker, id, { action: 'SUBMIT' });
    await campaigns.act(checker, id, { action: 'APPROVE' });
    await campaigns.act(checker, id, { action: 'PUBLISH' });
    expect(await schedule.startDue()).not.toContain(id);
  });

  it('announces no start while it is paused, nor when it has ended', async () => {
    const { id } = await rig.running();
    await campaigns.act(maker, id, { action: 'PAUSE' });
    expect(await schedule.startDue()).not.toContain(id);
    await campaigns.act(maker, id, { action: 'RESUME' });
    expect(await schedule.startDue()).toContain(id);
    const { id: late } = await rig.running();
    clock.set('2017-02-01T00:00:00+08:00');
    expect(await schedule.startDue()).not.toContain(late);
  });
});
