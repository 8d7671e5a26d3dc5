import { BudgetsService } from '../../src/modules/benefits/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { aCampaign, anOfficer, seedPlaces } from '../support/benefits.js';
import { officerToken } from '../support/sign-in.js';

describe('templates, checks and reviews of campaigns over HTTP', () => {
  let app: TestApp;
  let maker: string;
  let checker: string;
  let auditor: string;

  beforeAll(async () => {
    app = await startApp({ clock: new ManualClock('2017-01-10T09:00:00+08:00') });
    await seedPlaces(app.database);
    maker = await officerToken(app, 'CITY_ADMIN', 'city');
    checker = await officerToken(app, 'CITY_ADMIN', 'city');
    auditor = await officerToken(app, 'AUDITOR', 'city');
    await app
      .get(BudgetsService)
      .create(anOfficer(), { id: 'line', orgId: 'city', name: '预算', totalFen: 90_000_000 });
  });
  afterAll(() => app.close());

  async function call(token: string, method: 'GET' | 'POST' | 'PUT', path: string, body?: object) {
    const answer = await app.fastify.inject({
      method,
      url: `/console/v1${path}`,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { payload: body }),
    });
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  }
  const period = { from: '2017-01-11T00:00:00+08:00', to: '2017-02-10T00:00:00+08:00' };
  const act = (token: string, id: string, request: object) => call(token, 'POST', `/campaigns/${id}/actions`, request);

  it('lists the templates by category and season', async () => {
    const all = (await call(auditor, 'GET', '/campaign-templates')).body['items'];
    expect(all).toHaveLength(28);
    expect(await call(auditor, 'GET', '/campaign-templates?category=RELIEF&season=WINTER')).toMatchObject({
      status: 200,
      body: { items: [{ id: 'winter-warmth', category: 'RELIEF', season: 'WINTER', kind: 'TARGETED' }] },
    });
    expect(await call(auditor, 'GET', '/campaign-templates?category=NONE')).toMatchObject({ status: 400 });
  });

  it('makes a draft of a template that goes the usual way to being published', async () => {
    const request = {
      id: 'mine',
      owner: 'city',
      ...period,
      budgetFrom: 'line',
      numbers: { 'mechanism.thresholdFen': 12_800 },
    };
    expect(await call(maker, 'POST', '/campaign-templates/supermarket-158/drafts', request)).toMatchObject({
      status: 201,
      body: { id: 'mine', state: 'DRAFT', label: '职工卡超市满减', problems: [], revision: 1 },
    });
    expect(await call(checker, 'GET', '/campaigns/mine/diff')).toMatchObject({
      status: 200,
      body: {
        from: null,
        to: 1,
        changes: [],
        names: { 'org:city': '市总工会', 'merchantCategory:SUPERMARKET': '超市' },
      },
    });
    await act(maker, 'mine', { action: 'SUBMIT' });
    expect(await act(checker, 'mine', { action: 'APPROVE', revision: 2 })).toMatchObject({
      status: 409,
      body: { code: 'CAMPAIGN_CHANGED', retryable: false },
    });
    expect(await act(checker, 'mine', { action: 'APPROVE', revision: 1 })).toMatchObject({ status: 200 });
    const publishAt = '2017-01-10T18:00:00+08:00';
    expect(await call(checker, 'PUT', '/campaigns/mine/publish-at', { publishAt, revision: 1 })).toMatchObject({
      status: 200,
      body: { state: 'APPROVED', publishAt },
    });
    const wrong = { publishAt: '2017-01-10T09:00:00+08:00' };
    expect(await call(checker, 'PUT', '/campaigns/mine/publish-at', wrong)).toMatchObject({
      status: 422,
      body: { code: 'CAMPAIGN_PUBLISH_TIME', field: 'publishAt' },
    });
    expect(await act(checker, 'mine', { action: 'PUBLISH', revision: 1 })).toMatchObject({
      status: 200,
      body: { state: 'PUBLISHED', publishAt: null },
    });
    expect(await call(checker, 'GET', '/campaigns/mine/diff?to=2')).toMatchObject({
      status: 404,
      body: { code: 'CAMPAIGN_VERSION_UNKNOWN' },
    });
  });

  it('says what is wrong with a request for a draft', async () => {
    const request = { id: 'other', owner: 'city', ...period };
    expect(await call(maker, 'POST', '/campaign-templates/no-such/drafts', request)).toMatchObject({
      status: 404,
      body: { code: 'TEMPLATE_NOT_FOUND' },
    });
    expect(await call(maker, 'POST', '/campaign-templates/supermarket-158/drafts', request)).toMatchObject({
      status: 400,
      body: { code: 'REQUEST_INVALID', field: 'budgetFrom' },
    });
    const early = { ...request, to: period.from };
    expect(await call(maker, 'POST', '/campaign-templates/health-check/drafts', early)).toMatchObject({
      status: 400,
      body: { field: 'when.to' },
    });
    expect(await call(auditor, 'POST', '/campaign-templates/health-check/drafts', request)).toMatchObject({
      status: 403,
    });
  });

  it('checks a definition that nobody has saved, with everything at once', async () => {
    const definition = aCampaign({
      id: 'unsaved',
      label: '困难职工满减',
      budget: { from: 'line', totalFen: 90_000_001 },
      when: { from: '2017-01-01T00:00:00+08:00', to: '2017-02-01T00:00:00+08:00', dayKinds: ['HOLIDAY'] },
    });
    const { status, body } = await call(maker, 'POST', '/campaigns/preview', { definition });
    const problems = (body['problems'] as { code: string; severity: string }[]).map(
      ({ code, severity }) => `${severity} ${code}`,
    );
    expect({ status, problems }).toEqual({
      status: 200,
      problems: ['ERROR LABEL_TELLS_GROUP', 'ERROR LINE_EXHAUSTED', 'WARNING HOLIDAYS_MISSING', 'WARNING OVERLAPS'],
    });
    expect(await call(maker, 'GET', '/campaigns/unsaved')).toMatchObject({ status: 404 });
  });
});
