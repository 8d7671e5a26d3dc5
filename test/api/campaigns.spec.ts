import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { aCampaign, seedPlaces } from '../support/benefits.js';
import { officerToken } from '../support/sign-in.js';

describe('campaigns, budgets and holidays over HTTP', () => {
  let app: TestApp;
  let maker: string;
  let checker: string;
  let auditor: string;
  let parkB: string;

  beforeAll(async () => {
    app = await startApp({ clock: new ManualClock('2017-01-10T09:00:00+08:00') });
    await seedPlaces(app.database);
    maker = await officerToken(app, 'CITY_ADMIN', 'city');
    checker = await officerToken(app, 'CITY_ADMIN', 'city');
    auditor = await officerToken(app, 'AUDITOR', 'city');
    parkB = await officerToken(app, 'PARK_OFFICER', 'park-b');
  });
  afterAll(() => app.close());

  async function call(token: string, method: 'GET' | 'POST' | 'PUT', path: string, body?: object) {
    const answer = await app.fastify.inject({
      method,
      url: `/console/v1${path}`,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { payload: body }),
    });
    return {
      status: answer.statusCode,
      type: answer.headers['content-type'],
      body: answer.json<Record<string, unknown>>(),
    };
  }
  /** A first line: opened by one officer, its money let through by another. */
  const open = async (id: string, totalFen = 1_000) => {
    const line = { id, orgId: 'city', name: '普惠预算', year: 2017, totalFen, reason: '年度批复' };
    const { body } = await call(maker, 'POST', '/budgets', line);
    const decision = `/budget-proposals/${String(body['id'])}/decision`;
    return call(checker, 'POST', decision, { approve: true, version: 1 });
  };
  const draft = (id: string, from: string, given: object = {}) =>
    call(maker, 'POST', '/campaigns', {
      definition: { ...aCampaign({ id, budget: { from, totalFen: 1_000 } }), ...given },
    });
  const act = (token: string, id: string, action: string) =>
    call(token, 'POST', `/campaigns/${id}/actions`, { action });

  it('takes a campaign from a budget line to running', async () => {
    expect(await open('line-1')).toMatchObject({
      status: 200,
      body: { lineId: 'line-1', orgName: '市总工会', freeFen: 1_000 },
    });
    expect(await draft('first', 'line-1')).toMatchObject({
      status: 201,
      body: { state: 'DRAFT', version: 1, actions: ['SUBMIT'] },
    });
    expect(await act(maker, 'first', 'SUBMIT')).toMatchObject({ status: 200, body: { state: 'IN_REVIEW' } });
    expect(await act(checker, 'first', 'APPROVE')).toMatchObject({ status: 200, body: { state: 'APPROVED' } });
    const published = await act(checker, 'first', 'PUBLISH');
    expect(published).toMatchObject({
      status: 200,
      body: { state: 'PUBLISHED', live: { version: 1 }, remainingFen: 1_000 },
    });
    expect(published.body['versions']).toMatchObject([{ version: 1, publishedAt: '2017-01-10T09:00:00+08:00' }]);
    expect(await call(maker, 'GET', '/campaigns/first')).toMatchObject({ status: 200, body: { id: 'first' } });
    expect(await call(maker, 'GET', '/budgets/line-1')).toMatchObject({
      status: 200,
      body: { handedFen: 1_000, freeFen: 0 },
    });
  });

  it('answers 409 SAME_PERSON to the maker who approves', async () => {
    await open('line-2');
    await draft('second', 'line-2');
    await act(maker, 'second', 'SUBMIT');
    expect(await act(maker, 'second', 'APPROVE')).toMatchObject({
      status: 409,
      body: { code: 'SAME_PERSON', retryable: false },
    });
  });

  it('answers 422 with every problem at once', async () => {
    await open('line-3', 999);
    await draft('third', 'line-3', { label: '帮扶满减' });
    await act(maker, 'third', 'SUBMIT');
    await act(checker, 'third', 'APPROVE');
    const problems = [
      { code: 'LABEL_TELLS_GROUP', field: 'label' },
      { code: 'LINE_EXHAUSTED', field: 'budget.totalFen' },
    ];
    expect(await act(checker, 'third', 'PUBLISH')).toMatchObject({
      status: 422,
      body: { code: 'CAMPAIGN_PROBLEMS', problems },
    });
  });

  it('names the field that is wrong and refuses what it does not know', async () => {
    const definition = {
      ...aCampaign({ id: 'wrong' }),
      mechanism: { type: 'AMOUNT_OFF', thresholdFen: 1.5, offFen: 1 },
    };
    expect(await call(maker, 'POST', '/campaigns', { definition })).toMatchObject({
      status: 400,
      body: { code: 'REQUEST_INVALID', field: 'definition.mechanism.thresholdFen' },
    });
    const extra = { definition: aCampaign({ id: 'extra' }), state: 'PUBLISHED' };
    expect(await call(maker, 'POST', '/campaigns', extra)).toMatchObject({
      status: 400,
      body: { code: 'REQUEST_INVALID' },
    });
    expect(await call(maker, 'GET', '/campaigns?orgId=city')).toMatchObject({ status: 400 });
    expect(await call(maker, 'GET', "/campaigns/1'%20OR%201=1")).toMatchObject({ status: 400 });
  });

  it('lets an auditor look and change nothing', async () => {
    expect(await call(auditor, 'GET', '/campaigns')).toMatchObject({ status: 200 });
    expect(await call(auditor, 'GET', '/budgets')).toMatchObject({ status: 200 });
    const definition = aCampaign({ id: 'by-auditor' });
    const refused = await Promise.all([
      call(auditor, 'POST', '/campaigns', { definition }),
      call(auditor, 'PUT', '/campaigns/first', { definition: { ...definition, id: 'first' } }),
      act(auditor, 'first', 'PAUSE'),
      call(auditor, 'PUT', '/campaigns/first/budget', { totalFen: 1 }),
      call(auditor, 'POST', '/budgets', { id: 'x', orgId: 'city', name: 'x', year: 2017, totalFen: 1, reason: 'x' }),
      call(auditor, 'PUT', '/holidays', { year: 2017, days: [] }),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
  });

  it('tells an officer of another park nothing of a campaign, not even that it is there', async () => {
    const [there, nowhere] = [
      await call(parkB, 'GET', '/campaigns/first'),
      await call(parkB, 'GET', '/campaigns/no-such'),
    ];
    const { requestId: _one, ...known } = there.body;
    const { requestId: _other, ...unknown } = nowhere.body;
    expect(there.status).toBe(404);
    expect(known).toEqual(unknown);
    expect(await call(parkB, 'GET', '/campaigns')).toMatchObject({
      status: 200,
      body: { items: [], nextCursor: null },
    });
    expect(await act(parkB, 'first', 'PAUSE')).toMatchObject({ status: 404, body: { code: 'CAMPAIGN_NOT_FOUND' } });
  });

  it('refuses every route to somebody who has not signed in', async () => {
    const routes = [
      '/console/v1/campaigns',
      '/console/v1/campaigns/first',
      '/console/v1/budgets',
      '/console/v1/holidays?year=2017',
      '/worker/v1/benefits',
    ];
    const answers = await Promise.all(routes.map((url) => app.fastify.inject({ url })));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(routes.map(() => 401));
  });

  it('changes a running budget and says what is already committed', async () => {
    await app.database.transaction((tx) =>
      tx.query(`UPDATE campaign_runtime SET spent_fen = 400 WHERE campaign_id = 'first'`),
    );
    expect(await call(maker, 'PUT', '/campaigns/first/budget', { totalFen: 399 })).toMatchObject({
      status: 409,
      body: { code: 'BELOW_COMMITTED', committedFen: 400, field: 'totalFen' },
    });
    expect(await call(maker, 'PUT', '/campaigns/first/budget', { totalFen: 400 })).toMatchObject({
      status: 200,
      body: { totalFen: 400 },
    });
    expect(await call(maker, 'PUT', '/campaigns/first/budget', { totalFen: 1_401 })).toMatchObject({
      status: 409,
      body: { code: 'LINE_EXHAUSTED' },
    });
  });

  it('keeps the holidays of a year as they were last put', async () => {
    const days = [{ dateOn: '2017-01-28', kind: 'HOLIDAY', name: '春节' }];
    expect(await call(maker, 'PUT', '/holidays', { year: 2017, days })).toMatchObject({
      status: 200,
      body: { year: 2017, days },
    });
    expect(await call(auditor, 'GET', '/holidays?year=2017')).toMatchObject({
      status: 200,
      body: { year: 2017, days },
    });
    expect(await call(maker, 'PUT', '/holidays', { year: 2018, days })).toMatchObject({
      status: 400,
      body: { field: 'days[0].dateOn' },
    });
    expect(await call(parkB, 'PUT', '/holidays', { year: 2017, days: [] })).toMatchObject({ status: 403 });
  });
});
