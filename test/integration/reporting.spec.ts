import { ReportingProcessor, ReportingService } from '../../src/modules/reporting/index.js';
import { redemptionRedeemed, redemptionReversed } from '../../src/modules/redemption/index.js';
import { Outbox } from '../../src/platform/outbox/outbox.js';
import { PackRunner } from '../../src/platform/queue/pack-runner.js';
import { newId } from '../../src/shared/ids.js';
import { startApp, type TestApp } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const shares = { discountFen: 2_000, unionFen: 1_500, merchantFen: 500 };
const redeemedAt = (occurredAt: string, campaignId: string) => ({
  redemptionId: newId(),
  occurredAt,
  merchantId: 'm',
  storeId: 's',
  orgPath: '/city/',
  ...shares,
  uses: [{ campaignId, version: 1, ...shares }],
});

const announce = (payload: ReturnType<typeof redeemedAt>) =>
  app.database.transaction((tx) => app.get(Outbox).append(tx, redemptionRedeemed, payload));

const runPack = (event: string, eventIds: string[]) => {
  const handler = app.get(ReportingProcessor).handlers.find((one) => one.event.name === event);
  if (!handler) throw new Error(`nobody counts ${event}`);
  return app.get(PackRunner).run('reporting', handler, eventIds, false);
};
const daysOf = (campaignId: string) =>
  app.database.db.query(
    `SELECT day_on::text AS day, hour, uses, reversals, discount_fen AS discount, union_fen AS union
     FROM campaign_day WHERE campaign_id = $1 ORDER BY day_on, hour`,
    [campaignId],
  );

describe('the statistics of campaigns', () => {
  it('count each redemption once, though its job runs twice and at the same time (F63)', async () => {
    const ids = await Promise.all(
      Array.from({ length: 30 }, () => announce(redeemedAt('2026-11-22T10:15:00+08:00', 'once'))),
    );
    await Promise.all([
      runPack('redemption.redeemed', ids),
      runPack('redemption.redeemed', ids.toReversed()),
      runPack('redemption.redeemed', ids),
    ]);
    expect(await daysOf('once')).toEqual([
      { day: '2026-11-22', hour: 10, uses: 30, reversals: 0, discount: 60_000, union: 45_000 },
    ]);
  });

  it('take a reversal back in the hour it happened', async () => {
    const payload = redeemedAt('2026-11-22T23:59:59+08:00', 'back');
    await runPack('redemption.redeemed', [await announce(payload)]);
    const reversed = {
      reversalId: newId(),
      redemptionId: payload.redemptionId,
      occurredAt: '2026-11-23T00:00:01+08:00',
      merchantId: 'm',
      storeId: 's',
      returnedFen: 2_000,
      unionFen: 1_500,
      merchantFen: 500,
      uses: [{ campaignId: 'back', ...shares, lineId: null }],
    };
    const id = await app.database.transaction((tx) => app.get(Outbox).append(tx, redemptionReversed, reversed));
    await runPack('redemption.reversed', [id]);
    expect(await daysOf('back')).toEqual([
      { day: '2026-11-22', hour: 23, uses: 1, reversals: 0, discount: 2_000, union: 1_500 },
      { day: '2026-11-23', hour: 0, uses: 0, reversals: 1, discount: -2_000, union: -1_500 },
    ]);
  });

  it('add up when many packs meet the same rows in crossing order', async () => {
    const service = app.get(ReportingService);
    const use = (campaignId: string) => ({
      campaignId,
      occurredAt: '2026-11-22T10:00:00+08:00',
      storeId: 's',
      ...shares,
      direction: 1 as const,
    });
    await Promise.all(
      Array.from({ length: 30 }, (_, at) => {
        const uses = [use('cross-a'), use('cross-b'), use('cross-c')];
        return app.database.transaction((tx) => service.count(tx, at % 2 === 0 ? uses : uses.toReversed()));
      }),
    );
    expect(await daysOf('cross-b')).toMatchObject([{ uses: 30, discount: 60_000 }]);
  });

  it('keep where a campaign is used, store by store, equal to a recount', async () => {
    await app.database.db.query(`
      INSERT INTO union_org (id, level, name, path, created_at) VALUES ('city', 'CITY', '市总工会', '/city/', now());
      INSERT INTO park (code, name, tier, org_id) VALUES ('P', '园区', 'NATIONAL', 'city');
      INSERT INTO merchant (id, name, category, state, created_at) VALUES ('mp', '商户', 'SUPERMARKET', 'ACTIVE', now());
      INSERT INTO store (id, merchant_id, name, address, park_code, state, created_at) VALUES ('sp', 'mp', '店', '路', 'P', 'OPEN', now())`);
    const use = (storeId: string, direction: 1 | -1) => ({
      campaignId: 'where',
      occurredAt: '2026-11-22T10:00:00+08:00',
      storeId,
      ...shares,
      direction,
    });
    const uses = [use('sp', 1), use('sp', 1), use('gone', 1), use('sp', -1), use('gone', 1)];
    for (const each of uses) await app.database.transaction((tx) => app.get(ReportingService).count(tx, [each]));
    expect(
      await app.database.db.query(
        `SELECT park_code AS park, uses FROM campaign_park WHERE campaign_id = 'where' ORDER BY park_code`,
      ),
    ).toEqual([
      { park: '', uses: 2 },
      { park: 'P', uses: 1 },
    ]);
  });
});
