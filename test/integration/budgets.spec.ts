import { BudgetsService } from '../../src/modules/benefits/index.js';
import { budgetLineAccount, FUNDING, LedgerService } from '../../src/modules/ledger/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';

describe('budget lines', () => {
  let app: TestApp;
  let budgets: BudgetsService;
  const city = anOfficer();
  const parkA = anOfficer({ scope: ['/city/park-a/'] });
  const line = (id: string, totalFen: number, given: { orgId?: string; parentId?: string } = {}) => ({
    id,
    orgId: given.orgId ?? 'city',
    name: `预算 ${id}`,
    totalFen,
    ...(given.parentId === undefined ? {} : { parentId: given.parentId }),
  });
  const balance = (account: string) => app.get(LedgerService).balance(app.database.db, account);

  beforeAll(async () => {
    app = await startApp({ clock: new ManualClock('2017-01-01T09:00:00+08:00') });
    budgets = app.get(BudgetsService);
    await seedPlaces(app.database);
  });
  afterAll(() => app.close());

  it('funds a first line from outside and a child line out of its parent, in the books too', async () => {
    await budgets.create(city, line('funded', 5_000_000));
    const child = await budgets.create(city, line('child', 1_000_000, { orgId: 'park-a', parentId: 'funded' }));
    expect(child).toMatchObject({ orgName: '甲园区工会', totalFen: 1_000_000, handedFen: 0, freeFen: 1_000_000 });
    expect(await budgets.get(city, 'funded')).toMatchObject({ handedFen: 1_000_000, freeFen: 4_000_000 });
    expect(await balance(budgetLineAccount('funded'))).toBe(4_000_000);
    expect(await balance(budgetLineAccount('child'))).toBe(1_000_000);
    expect(await balance(FUNDING)).toBe(-5_000_000);
    expect(await app.get(LedgerService).check(app.database.db)).toMatchObject({ balanced: true });
  });

  it('hands on the last fen and refuses one more, leaving no trace of the refused line', async () => {
    await budgets.create(city, line('small', 100));
    await expect(budgets.create(city, line('too-much', 101, { parentId: 'small' }))).rejects.toMatchObject({
      name: 'LINE_EXHAUSTED',
    });
    await expect(budgets.get(city, 'too-much')).rejects.toMatchObject({ name: 'BUDGET_LINE_NOT_FOUND' });
    await budgets.create(city, line('all-of-it', 100, { parentId: 'small' }));
    expect((await budgets.get(city, 'small')).freeFen).toBe(0);
  });

  it('gives three of twelve who ask at once when the line holds three', async () => {
    await budgets.create(city, line('contested', 300));
    const asked = Array.from({ length: 12 }, (_, n) =>
      budgets.create(city, line(`c-${n}`, 100, { parentId: 'contested' })),
    );
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(reasons).toEqual(Array.from({ length: 9 }, () => expect.objectContaining({ name: 'LINE_EXHAUSTED' })));
    expect(await budgets.get(city, 'contested')).toMatchObject({ handedFen: 300, freeFen: 0 });
    expect(await balance(budgetLineAccount('contested'))).toBe(0);
  });

  it('refuses an id that is taken', async () => {
    await budgets.create(city, line('taken', 100));
    await expect(budgets.create(city, line('taken', 100))).rejects.toMatchObject({ name: 'BUDGET_LINE_ID_TAKEN' });
  });

  it('shows and moves nothing outside the officer’s subtree', async () => {
    await budgets.create(city, line('of-city', 1_000));
    await expect(budgets.get(parkA, 'of-city')).rejects.toMatchObject({ name: 'BUDGET_LINE_NOT_FOUND' });
    const grab = budgets.create(parkA, line('grab', 1_000, { orgId: 'park-a', parentId: 'of-city' }));
    await expect(grab).rejects.toMatchObject({ name: 'BUDGET_LINE_NOT_FOUND' });
    const forOthers = budgets.create(parkA, line('for-b', 1_000, { orgId: 'park-b' }));
    await expect(forOthers).rejects.toMatchObject({ name: 'BUDGET_ORG_UNKNOWN' });
    expect((await budgets.list(parkA, { limit: 100 })).items.every(({ orgId }) => orgId === 'park-a')).toBe(true);
  });

  it('hands money down the tree only, never up or across', async () => {
    await budgets.create(city, line('of-a', 1_000, { orgId: 'park-a' }));
    for (const orgId of ['city', 'park-b'])
      await expect(budgets.create(city, line('astray', 100, { orgId, parentId: 'of-a' }))).rejects.toMatchObject({
        name: 'BUDGET_ORG_UNKNOWN',
      });
  });

  it('lists page by page, each line once', async () => {
    const first = await budgets.list(city, { limit: 2 });
    const second = await budgets.list(city, { limit: 2, cursor: first.nextCursor ?? '' });
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    expect(ids).toEqual([...ids].sort());
  });
});
