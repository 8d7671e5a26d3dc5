import { BudgetChanges, BudgetsService } from '../../src/modules/benefits/index.js';
import { LedgerService } from '../../src/modules/ledger/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer } from '../support/benefits.js';
import { BudgetModel, dice, type Place } from '../support/budget-model.js';

const OPERATIONS = Number(process.env['BUDGET_OPERATIONS'] ?? 100_000);
const SEED = Number(process.env['BUDGET_SEED'] ?? 20_170_101);
const LANES = 4;
const CHANGES_A_BATCH = 200;
const HANDED_A_BATCH = 20;
const ORGS_A_LANE = 20;

interface Row {
  readonly id: string;
  readonly parent_id: string | null;
  readonly state: string;
  readonly version: number;
  readonly total_fen: number;
  readonly handed_fen: number;
  readonly balance_fen: number;
}

/** A park and the unions below it. */
function placesOf(park: string): Place[] {
  const unions = Array.from({ length: ORGS_A_LANE }, (_, n) => ({
    id: `${park}-u${n}`,
    path: `/city/${park}/${park}-u${n}/`,
  }));
  return [{ id: park, path: `/city/${park}/` }, ...unions];
}

/** One officer after the other in a park, while the other parks' officers are at it too. */
class Lane {
  readonly model: BudgetModel;
  done = 0;
  applied = 0;
  /** Where the product and plain sums did not agree. */
  readonly surprises: unknown[] = [];
  private readonly officer = anOfficer();
  private readonly roll: (below: number) => number;

  constructor(
    private readonly app: TestApp,
    private readonly name: string,
    places: readonly Place[],
    seed: number,
  ) {
    this.roll = dice(seed);
    this.model = new BudgetModel(name, places, this.roll);
  }

  async start(place: Place): Promise<void> {
    const { id, totalFen, year } = this.model.root(place, 2017, 50_000_000);
    await this.app.get(BudgetsService).create(this.officer, { id, orgId: place.id, name: id, totalFen, year });
  }

  async run(operations: number): Promise<void> {
    while (this.done < operations) {
      await this.change();
      for (let n = 0; n < HANDED_A_BATCH; n += 1) await this.hand();
    }
  }

  private async change(): Promise<void> {
    const expected: (number | null)[] = [];
    const changes = Array.from({ length: CHANGES_A_BATCH }, () => {
      const planned = this.model.plan();
      expected.push(this.model.expect(planned));
      return planned.change;
    });
    const outcomes = await this.app.get(BudgetChanges).apply(this.officer, changes);
    for (const [n, outcome] of outcomes.entries()) {
      const movedFen = outcome.applied ? outcome.movedFen : null;
      if (movedFen !== expected[n]) this.surprises.push({ change: changes[n], outcome, expected: expected[n] });
    }
    this.done += changes.length;
    this.applied += outcomes.filter(({ applied }) => applied).length;
  }

  /** To a new campaign, or back from one that has something. */
  private async hand(): Promise<void> {
    const open = [...this.model.campaigns].filter(([, { fen }]) => fen > 0);
    const back = this.roll(2) === 0 ? open[this.roll(Math.max(1, open.length))] : undefined;
    const budgets = this.app.get(BudgetsService);
    this.done += 1;
    if (back) {
      const [campaignId, { lineId, fen: hasFen }] = back;
      const fen = 1 + this.roll(hasFen);
      this.model.hand(campaignId, lineId, -fen);
      const move = { lineId, campaignId, fen, reason: 'campaign.ended' };
      await this.app.database.transaction((tx) => budgets.giveBack(tx, move));
    } else {
      const line = this.model.anyLine();
      const campaignId = `${this.name}-c${this.roll(200)}-${line.id}`;
      const fen = 1 + this.roll(Math.max(1, line.totalFen - line.handedFen));
      const may = this.model.hand(campaignId, line.id, fen);
      const move = { lineId: line.id, campaignId, fen, reason: 'campaign.published' };
      const handed = this.app.database.transaction((tx) => budgets.handOut(tx, move));
      const answer = await handed.then(
        () => 'handed out',
        (error: unknown) => (error as Error).name,
      );
      const expected = may ? 'handed out' : line.open ? 'LINE_EXHAUSTED' : 'BUDGET_LINE_CLOSED';
      if (answer !== expected) this.surprises.push({ move, answer, expected });
      if (!may) return;
    }
    this.applied += 1;
  }
}

describe(`the budget tree after ${OPERATIONS} random operations`, () => {
  let app: TestApp;
  let lanes: Lane[];
  let rows: Row[];

  beforeAll(async () => {
    app = await startApp({ clock: new ManualClock('2017-01-01T09:00:00+08:00') });
    const parks = Array.from({ length: LANES }, (_, n) => `park-${n}`);
    const orgs = parks.flatMap((park) => placesOf(park));
    await app.database.transaction((tx) =>
      tx.query(
        `INSERT INTO union_org (id, parent_id, level, name, path, created_at)
         SELECT 'city', NULL, 'CITY', '市总工会', '/city/', now()
         UNION ALL SELECT id, CASE WHEN id LIKE '%-u%' THEN split_part(path, '/', 3) ELSE 'city' END,
           CASE WHEN id LIKE '%-u%' THEN 'GRASSROOTS' ELSE 'PARK' END, id, path, now()
         FROM json_to_recordset($1::json) AS r (id text, path text)`,
        [JSON.stringify(orgs)],
      ),
    );
    lanes = parks.map((park, n) => new Lane(app, park, placesOf(park), SEED + n));
    for (const [n, lane] of lanes.entries()) await lane.start(placesOf(`park-${n}`)[0] as Place);
    await Promise.all(lanes.map((lane) => lane.run(Math.ceil(OPERATIONS / LANES))));
    rows = await app.database.db.query(
      `SELECT l.id, l.parent_id, l.state, l.version, l.total_fen, l.handed_fen, coalesce(a.balance_fen, 0)::bigint AS balance_fen
       FROM budget_line l LEFT JOIN ledger_account a ON a.code = 'budget-line:' || l.id ORDER BY l.id`,
    );
  }, 600_000);
  afterAll(() => app.close());

  it('allowed and refused each as plain sums do, and moved as much', () => {
    expect(lanes.flatMap(({ surprises }) => surprises.slice(0, 3))).toEqual([]);
  });

  it('did as many, most of them applied, over several years', () => {
    const sum = (of: (lane: Lane) => number): number => lanes.reduce((total, lane) => total + of(lane), 0);
    expect(sum(({ done }) => done)).toBeGreaterThanOrEqual(OPERATIONS);
    expect(sum(({ applied }) => applied)).toBeGreaterThan(OPERATIONS / 2);
    expect(
      new Set(lanes.flatMap(({ model }) => [...model.lines.values()].map(({ year }) => year))).size,
    ).toBeGreaterThan(2);
  });

  it('has the figures of each line that plain sums give', () => {
    const told = lanes.flatMap(({ model }) => [...model.lines.values()]);
    const expected = told.map(({ id, parentId, open, version, totalFen, handedFen }) => ({
      id,
      parent_id: parentId,
      state: open ? 'OPEN' : 'CLOSED',
      version,
      total_fen: totalFen,
      handed_fen: handedFen,
      balance_fen: totalFen - handedFen,
    }));
    expect(rows).toEqual(expected.toSorted((one, other) => (one.id < other.id ? -1 : 1)));
  });

  it('handed out what lines below and campaigns have, on every line', () => {
    const below = new Map(lanes.flatMap(({ model }) => [...model.handedBelow()]));
    expect(rows.filter((row) => row.handed_fen !== below.get(row.id))).toEqual([]);
    expect(rows.filter((row) => row.handed_fen < 0 || row.handed_fen > row.total_fen)).toEqual([]);
  });

  it('sums to the books to the fen, and the books balance', async () => {
    const fundedFen = lanes.reduce((sum, { model }) => sum + model.fundedFen, 0);
    const freeFen = rows.reduce((sum, row) => sum + row.total_fen - row.handed_fen, 0);
    const campaignsFen = lanes.reduce(
      (sum, { model }) => sum + [...model.campaigns.values()].reduce((all, { fen }) => all + fen, 0),
      0,
    );
    const firstFen = rows.filter((row) => row.parent_id === null).reduce((sum, row) => sum + row.total_fen, 0);
    const books = await app.get(LedgerService).check(app.database.db);
    expect(books).toMatchObject({ balanced: true, sumFen: 0, mismatches: [] });
    expect(await app.get(LedgerService).balance(app.database.db, 'FUNDING')).toBe(-fundedFen);
    expect({ firstFen, freeAndCampaigns: freeFen + campaignsFen }).toEqual({
      firstFen: fundedFen,
      freeAndCampaigns: fundedFen,
    });
  });
});
