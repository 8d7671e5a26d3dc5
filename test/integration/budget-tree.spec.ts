import { BudgetChanges, CampaignsService } from '../../src/modules/benefits/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { CampaignRig, seedPlaces } from '../support/benefits.js';
import { BudgetRig, refusedWith } from '../support/budget-rig.js';

describe('moves in the budget tree', () => {
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

  describe('allocating', () => {
    it('gives a line below more, and opens one for a union that has none', async () => {
      const { top, park } = await rig.lines();
      const more = { version: top.version, amountFen: 300, to: { id: park.id, version: park.version } };
      const moved = await rig.desk.allocate(rig.city, top.id, more);
      expect(moved).toMatchObject({ movedFen: 300, line: { freeFen: 700 }, other: { totalFen: 700 } });
      const to = { id: `${park.id}-u1`, orgId: 'u1', name: '一厂' };
      await rig.desk.allocate(rig.parkA, park.id, { version: moved.other?.version ?? 0, amountFen: 50, to });
      expect(await rig.budgets.get(rig.city, to.id)).toMatchObject({ totalFen: 50, year: 2017, parentId: park.id });
      expect(await rig.figures(park.id)).toMatchObject({ totalFen: 700, handedFen: 50 });
    });

    it('is refused with the current figures when they changed, so that asking twice moves the money once', async () => {
      const { top, park } = await rig.lines();
      const request = { version: top.version, amountFen: 300, to: { id: park.id, version: park.version } };
      await rig.desk.allocate(rig.city, top.id, request);
      await expect(rig.desk.allocate(rig.city, top.id, request)).rejects.toMatchObject({
        name: 'BUDGET_LINE_CHANGED',
        details: { extra: { current: { id: top.id, version: top.version + 1, freeFen: 700, handedFen: 700 } } },
      });
      expect(await rig.figures(park.id)).toMatchObject({ totalFen: 700 });
    });

    it('gives the last money to one of two officers who ask at once', async () => {
      const { top, park } = await rig.lines(100);
      const ask = (n: number) =>
        rig.desk.allocate(n % 2 ? rig.city : rig.checker, top.id, {
          version: top.version,
          amountFen: 100,
          to: n % 3 ? { id: park.id, version: park.version } : { id: `${top.id}-${n}`, orgId: 'park-b', name: '乙' },
        });
      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, (_, n) => ask(n)));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const reasons = outcomes.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Error).name] : []));
      expect(new Set(reasons)).toEqual(new Set(['BUDGET_LINE_CHANGED']));
      expect(await rig.figures(top.id)).toMatchObject({ handedFen: 500, totalFen: 500 });
    });

    it('leaves the city’s line to the rig.city, whoever asks', async () => {
      const { top, park } = await rig.lines();
      const request = { version: top.version, amountFen: 1, to: { id: park.id, version: park.version } };
      await expect(rig.desk.allocate(rig.parkA, top.id, request)).rejects.toMatchObject(
        refusedWith('BUDGET_LINE_NOT_FOUND'),
      );
      const toB = { version: park.version, amountFen: 1, to: { id: 'stray', orgId: 'park-b', name: '乙' } };
      await expect(rig.desk.allocate(rig.parkA, park.id, toB)).rejects.toMatchObject(refusedWith('BUDGET_ORG_UNKNOWN'));
      await expect(rig.desk.allocate(rig.city, park.id, toB)).rejects.toMatchObject(refusedWith('BUDGET_ORG_UNKNOWN'));
    });
  });

  describe('the year’s end', () => {
    it('moves what is free to the next year, closes the line, and leaves running campaigns alone', async () => {
      const { id, from } = await campaigns.running(1_000, 600);
      const next = { id: `${from}-18`, name: '2018' };
      const moved = await rig.desk.carryOver(rig.city, from, { version: await rig.versionOf(from), to: next });
      expect(moved).toMatchObject({
        movedFen: 400,
        line: { state: 'CLOSED', carriedToId: next.id },
        other: { year: 2018 },
      });
      expect(await rig.figures(from)).toMatchObject({ totalFen: 600, handedFen: 600, state: 'CLOSED' });

      const hand = { lineId: from, campaignId: id, fen: 1, reason: 'test' };
      await expect(app.database.transaction((tx) => rig.budgets.handOut(tx, hand))).rejects.toMatchObject(
        refusedWith('BUDGET_LINE_CLOSED'),
      );
      await campaigns.spend(id, 100);
      await app.database.db.query(`UPDATE campaign_runtime SET spent_fen = 0, uses = 0 WHERE campaign_id = $1`, [id]);
      await app.get(CampaignsService).act(campaigns.maker, id, { action: 'END' });
      expect(await rig.figures(from)).toMatchObject({ totalFen: 600, handedFen: 0 });

      const again = { version: await rig.versionOf(from), to: { id: next.id, version: await rig.versionOf(next.id) } };
      expect(await rig.desk.carryOver(rig.city, from, again)).toMatchObject({
        movedFen: 600,
        other: { totalFen: 1_000 },
      });
      expect(await rig.figures(from)).toMatchObject({ totalFen: 0, handedFen: 0 });
    });

    it('goes from the top down, so that the next year’s tree has the shape of this one’s', async () => {
      const { top, park } = await rig.lines(1_000, 400);
      const parkNext = { id: `${park.id}-18`, name: '2018' };
      const early = rig.desk.carryOver(rig.parkA, park.id, { version: park.version, to: parkNext });
      await expect(early).rejects.toMatchObject(refusedWith('BUDGET_PARENT_NOT_CARRIED'));
      const topNext = { id: `${top.id}-18`, name: '2018' };
      await rig.desk.carryOver(rig.city, top.id, { version: top.version, to: topNext });
      await rig.desk.carryOver(rig.parkA, park.id, { version: park.version, to: parkNext });
      expect(await rig.figures(top.id)).toMatchObject({ totalFen: 0, handedFen: 0 });
      expect(await rig.figures(topNext.id)).toMatchObject({ totalFen: 1_400, handedFen: 400 });
      expect(await rig.budgets.get(rig.city, parkNext.id)).toMatchObject({
        totalFen: 400,
        parentId: topNext.id,
        year: 2018,
      });
    });

    it('is not for a line of another union or another year', async () => {
      const [{ park }, other] = [await rig.lines(), await rig.lines()];
      const to = { id: other.park.id, version: other.park.version };
      const same = rig.desk.carryOver(rig.city, park.id, { version: park.version, to });
      await expect(same).rejects.toMatchObject(refusedWith('BUDGET_YEAR_WRONG'));
    });

    it('closes a line that has nothing free', async () => {
      const { top } = await rig.lines(0, 400);
      await rig.desk.close(rig.city, top.id, top.version);
      expect(await rig.figures(top.id)).toMatchObject({ state: 'CLOSED' });
      const { park } = await rig.lines();
      await expect(rig.desk.close(rig.city, park.id, park.version)).rejects.toMatchObject(
        refusedWith('BUDGET_LINE_NOT_EMPTY'),
      );
    });
  });

  describe('writers who meet', () => {
    it('decide again on fresh facts, and no version is lost', async () => {
      const { top } = await rig.lines(10_000, 1);
      const changes = app.get(BudgetChanges);
      const officers = Array.from({ length: 6 }, async () => {
        for (let tries = 0; tries < 200; tries += 1) {
          const version = await rig.versionOf(top.id);
          const [outcome] = await changes.apply(rig.city, [{ kind: 'RAISE', lineId: top.id, version, amountFen: 7 }]);
          if (outcome?.applied) return;
        }
        throw new Error('never got through');
      });
      await Promise.all(officers);
      expect(await rig.figures(top.id)).toMatchObject({ totalFen: 10_043, version: top.version + 6 });
    });

    it('see a change that a redemption’s return made, whoever wrote it', async () => {
      const { top } = await rig.lines();
      await app.database.db.query('UPDATE budget_line SET name = name WHERE id = $1', [top.id]);
      expect(await rig.versionOf(top.id)).toBe(top.version + 1);
    });
  });

  it('leave rows and books in agreement to the fen', async () => {
    expect(await rig.faults()).toEqual([]);
  });
});
