import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { officerToken, workerToken } from '../support/sign-in.js';
import { World } from '../support/world.js';

describe('GET /worker/v1/benefits', () => {
  let app: TestApp;
  let world: World;
  const ask = (token: string) =>
    app.fastify.inject({ url: '/worker/v1/benefits', headers: { authorization: `Bearer ${token}` } });

  beforeAll(async () => {
    app = await startApp({ clock: new ManualClock('2017-01-10T09:00:00+08:00') });
    world = await World.build(app);
  });
  afterAll(() => app.close());

  it('answers with what the worker’s own card gives, in one form for all', async () => {
    const { mobile } = await world.aMember({ orgId: 'u1' });
    await world.publish({
      id: 'weekend',
      where: { stores: ['wal-1'] },
      limits: [{ per: 'MEMBER', period: 'DAY', times: 1 }],
    });
    const answer = await ask(await workerToken(app, mobile));
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      items: [
        {
          campaignId: 'weekend',
          label: '职工卡周末满减',
          offer: { type: 'AMOUNT_OFF', thresholdFen: 15_800, offFen: 2_000 },
          places: [expect.objectContaining({ storeId: 'wal-1', merchantName: '沃超市', openingHours: '09:00-21:00' })],
          everywhere: false,
          when: { from: '2017-01-01T00:00:00+08:00', to: '2017-02-01T00:00:00+08:00', weekdays: [], hours: [] },
          remaining: { timesToday: 1 },
          held: null,
          claim: null,
          runningNow: true,
        },
      ],
    });
  });

  it('is for workers only', async () => {
    expect((await ask(await officerToken(app, 'CITY_ADMIN', 'city'))).statusCode).toBe(401);
  });
});
