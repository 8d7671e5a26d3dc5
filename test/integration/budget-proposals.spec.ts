import { CampaignsService } from '../../src/modules/benefits/index.js';
import { FUNDING, LedgerService } from '../../src/modules/ledger/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { CampaignRig, seedPlaces } from '../support/benefits.js';
import { BudgetRig, refusedWith } from '../support/budget-rig.js';

describe('budget changes that two officers decide', () => {
  let app: TestApp;
  let rig: BudgetRig;
  let campaigns: CampaignRig;

  beforeAll(async () => {
    app = await startApp({ clock: new ManualClock('2017-01-01T09:00:00+08:00') });
    rig = new BudgetRig(app);
    campaigns = new CampaignRig(app);
    await seedPlaces(app.database);
  });
  afterAll(() => app.close());

  it('raises a first line only when the second lets it through', async () => {
    const { top } = await rig.lines();
    const before = await app.get(LedgerService).balance(app.database.db, FUNDING);
    const { id, mayDecide } = await rig.propose('RAISE', top, 500);
    expect(mayDecide).toBe(false);
    expect(await rig.figures(top.id)).toMatchObject({ totalFen: 1_400 });
    const approve = { approve: true, version: top.version } as const;
    await expect(rig.proposals.decide(rig.city, id, approve)).rejects.toMatchObject(refusedWith('SAME_PERSON'));
    await expect(rig.proposals.decide(rig.parkA, id, approve)).rejects.toMatchObject(
      refusedWith('BUDGET_PROPOSAL_NOT_FOUND'),
    );
    expect(await rig.proposals.decide(rig.checker, id, approve)).toMatchObject({ state: 'APPROVED', totalFen: 1_900 });
    await expect(rig.proposals.decide(rig.checker, id, approve)).rejects.toMatchObject(
      refusedWith('BUDGET_PROPOSAL_DECIDED'),
    );
    expect(await rig.figures(top.id)).toMatchObject({ totalFen: 1_900 });
    expect(await app.get(LedgerService).balance(app.database.db, FUNDING)).toBe(before - 500);
  });

  it('opens a first line empty until its money is let through', async () => {
    const request = { id: 'opened', orgId: 'city', name: '新年度', year: 2017, totalFen: 900, reason: '预算批复' };
    const { id } = await rig.proposals.open(rig.city, request);
    expect(await rig.figures('opened')).toMatchObject({ totalFen: 0, version: 1 });
    await expect(rig.proposals.open(rig.city, request)).rejects.toMatchObject(refusedWith('BUDGET_LINE_ID_TAKEN'));
    await rig.proposals.decide(rig.checker, id, { approve: true, version: 1 });
    expect(await rig.figures('opened')).toMatchObject({ totalFen: 900 });
    const reduce = await rig.propose('REDUCE', { id: 'opened', version: 2 }, 900);
    await rig.proposals.decide(rig.checker, reduce.id, { approve: true, version: 2 });
    expect(await rig.figures('opened')).toMatchObject({ totalFen: 0 });
  });

  it('takes back what a line below has free, proposed from above', async () => {
    const { top, park } = await rig.lines();
    await expect(rig.propose('CLAW_BACK', park, 100, rig.parkA)).rejects.toMatchObject(
      refusedWith('BUDGET_LINE_NOT_FOUND'),
    );
    await expect(rig.propose('CLAW_BACK', park, 401)).rejects.toMatchObject(refusedWith('LINE_EXHAUSTED'));
    const { id } = await rig.propose('CLAW_BACK', park, 100);
    await expect(rig.propose('CLAW_BACK', park, 100)).rejects.toMatchObject(refusedWith('BUDGET_PROPOSAL_OPEN'));
    await rig.proposals.decide(rig.checker, id, { approve: true, version: park.version });
    expect(await rig.figures(park.id)).toMatchObject({ totalFen: 300 });
    expect(await rig.figures(top.id)).toMatchObject({ handedFen: 300, totalFen: 1_400 });
  });

  it('lets a park decide between its own two officers what comes back from its unions', async () => {
    const { park } = await rig.lines();
    const to = { id: `${park.id}-u1`, orgId: 'u1', name: '一厂' };
    const { other } = await rig.desk.allocate(rig.parkA, park.id, { version: park.version, amountFen: 200, to });
    const { id } = await rig.propose('CLAW_BACK', other ?? park, 150, rig.parkA);
    await rig.proposals.decide(rig.otherOfParkA, id, { approve: true, version: other?.version ?? 0 });
    expect(await rig.figures(to.id)).toMatchObject({ totalFen: 50 });
  });

  it('is not let through on other figures than the second officer saw, and stays open', async () => {
    const { top, park } = await rig.lines();
    const { id } = await rig.propose('CLAW_BACK', park, 400);
    const to = { id: `${park.id}-u1`, orgId: 'u1', name: '一厂' };
    await rig.desk.allocate(rig.city, park.id, { version: park.version, amountFen: 1, to });
    await expect(rig.proposals.decide(rig.checker, id, { approve: true, version: park.version })).rejects.toMatchObject(
      refusedWith('BUDGET_LINE_CHANGED'),
    );
    await expect(
      rig.proposals.decide(rig.checker, id, { approve: true, version: await rig.versionOf(park.id) }),
    ).rejects.toMatchObject(refusedWith('LINE_EXHAUSTED'));
    expect(await rig.figures(top.id)).toMatchObject({ handedFen: 400 });
    expect((await rig.proposals.list(rig.checker, { limit: 10, state: 'PROPOSED' })).items[0]).toMatchObject({
      id,
      mayDecide: true,
    });
    // One's own proposal may be taken back.
    await rig.proposals.decide(rig.city, id, { approve: false, note: '不收了' });
    expect((await rig.proposals.list(rig.parkA, { limit: 10 })).items.find((one) => one.id === id)).toMatchObject({
      state: 'REJECTED',
      note: '不收了',
    });
  });

  it('takes back nothing that a campaign is given at the same moment', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { park } = await rig.lines(0, 1_000);
      const { id } = await rig.propose('CLAW_BACK', park, 600);
      const campaignId = `race-${park.id}`;
      const campaign = await campaigns.prepare(1);
      const definition = {
        ...campaign.definition,
        id: campaignId,
        owner: 'u1',
        budget: { from: park.id, totalFen: 600 },
      };
      const service = app.get(CampaignsService);
      await service.create(rig.city, definition);
      await service.act(rig.city, campaignId, { action: 'SUBMIT' });
      await service.act(rig.checker, campaignId, { action: 'APPROVE' });
      const outcomes = await Promise.allSettled([
        service.act(rig.checker, campaignId, { action: 'PUBLISH' }),
        rig.proposals.decide(rig.checker, id, { approve: true, version: park.version }),
      ]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const [published] = outcomes;
      expect(await rig.figures(park.id)).toMatchObject(
        published?.status === 'fulfilled' ? { totalFen: 1_000, handedFen: 600 } : { totalFen: 400, handedFen: 0 },
      );
    }
  });

  it('leave rows and books in agreement to the fen', async () => {
    expect(await rig.faults()).toEqual([]);
  });
});
