import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { officerToken } from '../support/sign-in.js';

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & {
    readonly id: string;
    readonly items: readonly Record<string, unknown>[];
    readonly lines: readonly Record<string, unknown>[];
  };
}

describe('budgets over HTTP', () => {
  let app: TestApp;
  const tokens: Record<string, string> = {};
  const call = async (who: string, method: 'GET' | 'POST', path: string, payload?: object): Promise<Answer> => {
    const answer = await app.fastify.inject({
      method,
      url: `/console/v1${path}`,
      headers: { authorization: `Bearer ${tokens[who]}` },
      ...(payload ? { payload } : {}),
    });
    return { status: answer.statusCode, body: answer.json() };
  };

  beforeAll(async () => {
    app = await startApp({ clock: new ManualClock('2017-01-02T09:00:00+08:00') });
    await seedPlaces(app.database);
    tokens['admin'] = await officerToken(app, 'CITY_ADMIN', 'city');
    tokens['maker'] = await officerToken(app, 'FINANCE_MAKER', 'city');
    tokens['checker'] = await officerToken(app, 'FINANCE_CHECKER', 'city');
    tokens['parkA'] = await officerToken(app, 'PARK_OFFICER', 'park-a');
    tokens['union'] = await officerToken(app, 'GRASSROOTS_OFFICER', 'u1');
  });
  afterAll(() => app.close());

  it('opens a first line by the finance maker, filled by the finance checker', async () => {
    const line = { id: 'city-2017', orgId: 'city', name: '2017 年经费', year: 2017, totalFen: 100_000, reason: '批复' };
    expect(await call('checker', 'POST', '/budgets', line)).toMatchObject({ status: 403 });
    const opened = await call('maker', 'POST', '/budgets', line);
    expect(opened).toMatchObject({ status: 201, body: { kind: 'RAISE', state: 'PROPOSED', mayDecide: false } });
    const decision = `/budget-proposals/${opened.body.id}/decision`;
    expect(await call('maker', 'POST', decision, { approve: true, version: 1 })).toMatchObject({ status: 403 });
    expect(await call('parkA', 'POST', decision, { approve: true, version: 1 })).toMatchObject({ status: 404 });
    expect(await call('checker', 'GET', '/budget-proposals?state=PROPOSED')).toMatchObject({
      status: 200,
      body: { items: [{ id: opened.body.id, mayDecide: true }] },
    });
    expect(await call('checker', 'POST', decision, { approve: true, version: 1 })).toMatchObject({
      status: 200,
      body: { state: 'APPROVED', totalFen: 100_000 },
    });
  });

  it('hands money down, and answers a version of before with the figures of now', async () => {
    const to = { id: 'a-2017', orgId: 'park-a', name: '甲园区' };
    const request = { version: 2, amountFen: 60_000, to };
    expect(await call('union', 'POST', '/budgets/city-2017/allocations', request)).toMatchObject({ status: 403 });
    expect(await call('parkA', 'POST', '/budgets/city-2017/allocations', request)).toMatchObject({ status: 404 });
    expect(await call('maker', 'POST', '/budgets/city-2017/allocations', request)).toMatchObject({
      status: 201,
      body: { movedFen: 60_000, line: { version: 3, freeFen: 40_000 }, other: { totalFen: 60_000, year: 2017 } },
    });
    expect(await call('maker', 'POST', '/budgets/city-2017/allocations', request)).toMatchObject({
      status: 409,
      body: { code: 'BUDGET_LINE_CHANGED', current: { version: 3, freeFen: 40_000 } },
    });
    const below = { version: 1, amountFen: 10_000, to: { id: 'u1-2017', orgId: 'u1', name: '一厂' } };
    expect(await call('parkA', 'POST', '/budgets/a-2017/allocations', below)).toMatchObject({ status: 201 });
  });

  it('claws back between two officers of a park', async () => {
    const asked = { kind: 'CLAW_BACK', version: 1, amountFen: 4_000, reason: '用不完' };
    const proposal = await call('parkA', 'POST', '/budgets/u1-2017/proposals', asked);
    expect(proposal.status).toBe(201);
    expect(await call('parkA', 'POST', '/budgets/u1-2017/proposals', asked)).toMatchObject({
      status: 409,
      body: { code: 'BUDGET_PROPOSAL_OPEN' },
    });
    const decision = `/budget-proposals/${proposal.body.id}/decision`;
    expect(await call('parkA', 'POST', decision, { approve: true, version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'SAME_PERSON' },
    });
    expect(await call('checker', 'POST', decision, { approve: true, version: 1, note: '同意' })).toMatchObject({
      status: 200,
    });
  });

  it('shows each officer the tree of their own part, with what may be drawn by whom', async () => {
    const all = await call('admin', 'GET', '/budget-tree?year=2017');
    expect(all.body).toMatchObject({ years: [2017], thisYear: 2017, mayMove: true });
    expect(all.body.lines).toEqual([
      expect.objectContaining({ id: 'city-2017', linesFen: 60_000, campaignsFen: 0, alertPercent: 50, drawable: true }),
      expect.objectContaining({ id: 'a-2017', totalFen: 60_000, handedFen: 6_000, parentId: 'city-2017' }),
      expect.objectContaining({ id: 'u1-2017', totalFen: 6_000, orgName: '一厂工会', openProposalId: null }),
    ]);
    const union = await call('union', 'GET', '/budget-tree');
    expect(union.body).toMatchObject({ mayMove: false, lines: [{ id: 'u1-2017' }] });
    const ofB = await call('admin', 'GET', '/budget-tree?owner=park-b');
    expect(ofB.body.lines.map(({ id, drawable }) => [id, drawable])).toEqual([
      ['city-2017', true],
      ['a-2017', false],
      ['u1-2017', false],
    ]);
    expect(await call('parkA', 'GET', '/budget-tree?owner=park-b')).toMatchObject({ status: 422 });
  });

  it('tells what happened to a line, by whom and with whom', async () => {
    const { body } = await call('parkA', 'GET', '/budgets/u1-2017/history');
    expect(body.items.map(({ action, amountFen, otherName, by }) => ({ action, amountFen, otherName, by }))).toEqual([
      { action: 'budget-line.clawed-back', amountFen: -4_000, otherName: '甲园区', by: '测试干部' },
      { action: 'budget-line.allocated', amountFen: 10_000, otherName: '甲园区', by: '测试干部' },
      { action: 'budget-line.approved', amountFen: null, otherName: null, by: '测试干部' },
      { action: 'budget-line.proposed', amountFen: null, otherName: null, by: '测试干部' },
    ]);
    expect(await call('parkA', 'GET', '/budgets/city-2017/history')).toMatchObject({ status: 404 });
  });

  it('carries over and closes', async () => {
    const to = { id: 'city-2018', name: '2018 年经费' };
    expect(await call('maker', 'POST', '/budgets/city-2017/carry-over', { version: 3, to })).toMatchObject({
      status: 200,
      body: { movedFen: 40_000, line: { state: 'CLOSED', carriedToId: 'city-2018' }, other: { year: 2018 } },
    });
    expect(await call('maker', 'POST', '/budgets/a-2017/close', { version: 3 })).toMatchObject({
      status: 409,
      body: { code: 'BUDGET_LINE_NOT_EMPTY' },
    });
  });

  it.each([
    ['no version', { amountFen: 1, to: { id: 'u1-2017', version: 1 } }],
    ['nothing', { version: 1, amountFen: 0, to: { id: 'u1-2017', version: 1 } }],
    ['a fraction', { version: 1, amountFen: 1.5, to: { id: 'u1-2017', version: 1 } }],
    ['a text', { version: 1, amountFen: '1', to: { id: 'u1-2017', version: 1 } }],
    ['more fields', { version: 1, amountFen: 1, to: { id: 'u1-2017', version: 1 }, handedFen: 0 }],
  ])('refuses an allocation of %s', async (_, request) => {
    expect(await call('maker', 'POST', '/budgets/a-2017/allocations', request)).toMatchObject({ status: 400 });
  });

  it('notes a notice by who moves budgets', async () => {
    const { loginId: nobody } = anOfficer();
    expect(await call('checker', 'POST', `/alerts/${nobody}/note`)).toMatchObject({ status: 403 });
    expect(await call('maker', 'POST', `/alerts/${nobody}/note`)).toMatchObject({ status: 404 });
  });
});
