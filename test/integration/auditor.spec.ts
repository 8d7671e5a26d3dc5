import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { CampaignsService } from '../../src/modules/benefits/index.js';
import { AlertsService } from '../../src/modules/audit/index.js';
import { AuditorService } from '../../src/modules/redemption/index.js';
import { Queues } from '../../src/platform/queue/queues.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer } from '../support/benefits.js';
import { drain } from '../support/drain.js';
import { Till } from '../support/signed-till.js';
import { World } from '../support/world.js';

const START = '2017-01-21T10:00:00+08:00';

describe('the auditor', () => {
  const clock = new ManualClock(START);
  let product: TestApp;
  let world: World;
  let till: Till;
  let owner: Client;
  let campaigns = 0;

  beforeAll(async () => {
    product = await startApp({ clock, jobs: true });
    world = await World.build(product);
    till = new Till(world, await world.aTerminal());
    owner = new Client({ connectionString: product.ownerUrl, options: '-c role=owner' });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await product.close();
  });

  const aLiveCampaign = async (): Promise<string> => {
    campaigns += 1;
    return world.publish({
      id: `audited-${campaigns}`,
      limits: [{ per: 'MEMBER', period: 'DAY', times: 2 }],
      budget: { from: 'city-2017', totalFen: 1_000_000 },
    });
  };
  const redeem = async (benefit: string): Promise<string> => {
    const { phone } = await world.aMember();
    const answer = await till.redeem({ code: phone.show(clock.now()), amountFen: 15_800, benefit });
    expect(answer.statusCode).toBe(201);
    return answer.json<{ redemptionId: string }>().redemptionId;
  };
  const audit = (inFull = false) => product.get(AuditorService).run(inFull);

  it('finds nothing while tills redeem, hold, capture and take back, before and after the books heard of it', async () => {
    const id = await aLiveCampaign();
    const work = async (): Promise<void> => {
      for (let n = 0; n < 12; n += 1) {
        const redemptionId = await redeem(id);
        if (n % 3 === 0) await till.reverse({ type: 'CANCEL', redemptionId });
        if (n % 3 === 1) await till.reverse({ type: 'PARTIAL', redemptionId, amountFen: 1 });
        const { phone } = await world.aMember();
        const body = { code: phone.show(clock.now()), amountFen: 15_800, benefit: id, ticketNo: 'T' };
        const held = await till.send('POST', '/pos/v1/authorizations', body, world.newKey());
        const { authorizationId } = held.json<{ authorizationId: string }>();
        if (n % 2 === 0)
          await till.send(
            'POST',
            `/pos/v1/authorizations/${authorizationId}/capture`,
            { amountFen: 15_800 },
            world.newKey(),
          );
      }
    };
    const during = await Promise.all([work(), work(), audit(), audit(true), audit()]);
    expect(during.flat()).toEqual(expect.not.arrayContaining([expect.objectContaining({ rule: expect.anything() })]));
    await drain(product);
    expect(await audit()).toEqual([]);
    expect(await audit(true)).toEqual([]);
    expect(await world.runtime(id)).toMatchObject({ state: 'PUBLISHED' });
  });

  it.each([
    ['money that was spent', `UPDATE campaign_runtime SET spent_fen = spent_fen - 100 WHERE campaign_id = $1`, false],
    ['a use that was counted', `UPDATE campaign_runtime SET uses = uses + 1 WHERE campaign_id = $1`, false],
    ['a use that is gone', `DELETE FROM redemption_use WHERE campaign_id = $1`, false],
    [
      'a balance in the books',
      `UPDATE ledger_account SET balance_fen = balance_fen + 1 WHERE code = 'campaign:' || $1`,
      false,
    ],
    ['money that is held', `UPDATE campaign_runtime SET held_fen = held_fen + 100 WHERE campaign_id = $1`, false],
    [
      'an entry of the books',
      `UPDATE posting SET amount_fen = amount_fen + 1 WHERE credit_account = 'campaign:' || $1`,
      true,
    ],
    ['a limit that is gone', `DELETE FROM limit_counter WHERE key LIKE '%:' || $1 || ':%'`, false],
    ['a limit that was gone in the night', `DELETE FROM limit_counter WHERE key LIKE '%:' || $1 || ':%'`, true],
    ['a limit that was set back', `UPDATE limit_counter SET times = 0 WHERE key LIKE '%:' || $1 || ':%'`, false],
    ['a limit that was raised', `UPDATE limit_counter SET times = times + 1 WHERE key LIKE '%:' || $1 || ':%'`, true],
  ])('finds %s, changed by hand, and pauses that campaign alone', async (_what, damage, inFull) => {
    const [hurt, sound] = [await aLiveCampaign(), await aLiveCampaign()];
    await redeem(hurt);
    await redeem(sound);
    await drain(product);
    expect((await audit(inFull)).filter(({ campaignIds }) => campaignIds.includes(hurt))).toEqual([]);

    await owner.query(damage, [hurt]);
    const findings = await audit(inFull);
    expect(findings.some(({ campaignIds }) => campaignIds.includes(hurt))).toBe(true);
    expect(await world.runtime(hurt)).toMatchObject({ state: 'PAUSED' });
    expect(await world.runtime(sound)).toMatchObject({ state: 'PUBLISHED' });
    const { phone } = await world.aMember();
    const refused = await till.redeem({ code: phone.show(clock.now()), amountFen: 15_800, benefit: hurt });
    expect(refused.statusCode).toBe(409);
  });

  it('finds what a line handed out, changed by hand, and tells those who must look', async () => {
    const id = await aLiveCampaign();
    await owner.query(`UPDATE budget_line SET handed_fen = handed_fen - 1 WHERE id = 'city-2017'`);
    const findings = await audit();
    await owner.query(`UPDATE budget_line SET handed_fen = handed_fen + 1 WHERE id = 'city-2017'`);
    expect(findings.filter(({ what }) => what === 'handedFen')).toMatchObject([
      { subject: 'city-2017', campaignIds: [] },
    ]);
    expect(await product.get(AlertsService).list(world.maker)).toContainEqual(
      expect.objectContaining({ subjectKind: 'books', subjectId: 'city-2017' }),
    );
    expect(await world.runtime(id)).toMatchObject({ state: 'PUBLISHED' });
  });

  it('finds uses, reversals, captures and entries of a redemption that is gone', async () => {
    const id = await aLiveCampaign();
    const { phone } = await world.aMember();
    const body = { code: phone.show(clock.now()), amountFen: 15_800, benefit: id, ticketNo: 'T' };
    const held = await till.send('POST', '/pos/v1/authorizations', body, world.newKey());
    const path = `/pos/v1/authorizations/${held.json<{ authorizationId: string }>().authorizationId}/capture`;
    const captured = await till.send('POST', path, { amountFen: 15_800 }, world.newKey());
    const { redemptionId } = captured.json<{ redemptionId: string }>();
    await till.reverse({ type: 'PARTIAL', redemptionId, amountFen: 1 });
    await drain(product);
    const orphans = async () => (await audit(true)).filter(({ what }) => what.endsWith('WithoutRedemption'));
    expect(await orphans()).toEqual([]);
    await owner.query('DELETE FROM redemption WHERE id = $1', [redemptionId]);
    expect((await orphans()).map(({ what, found }) => [what, found])).toEqual([
      ['usesWithoutRedemption', 1],
      ['reversalsWithoutRedemption', 1],
      ['capturesWithoutRedemption', 1],
      // Taken out of the campaign, and with the part that came back given to it again.
      ['postingsWithoutRedemption', expect.any(Number)],
    ]);
  });

  it('lets a second person resume what a first examined, and nobody alone', async () => {
    const id = await aLiveCampaign();
    await redeem(id);
    await owner.query('UPDATE campaign_runtime SET spent_fen = spent_fen + 500 WHERE campaign_id = $1', [id]);
    await audit();
    await audit();
    const alerts = product.get(AlertsService);
    const raised = (await alerts.list(world.maker)).filter(({ subjectId }) => subjectId === id);
    expect(raised).toHaveLength(1);
    expect(raised[0]).toMatchObject({ code: 'AUDIT_MISMATCH', state: 'OPEN', detail: { what: 'spentFen' } });
    expect(await alerts.list(anOfficer({ scope: ['/city/park-b/'] }))).toEqual([]);

    const resume = (officer: typeof world.maker) =>
      product.get(CampaignsService).act(officer, id, { action: 'RESUME' });
    await expect(resume(world.checker)).rejects.toMatchObject({ entry: { code: 'ALERT_UNEXAMINED' } });
    await owner.query('UPDATE campaign_runtime SET spent_fen = spent_fen - 500 WHERE campaign_id = $1', [id]);
    await alerts.examine(world.maker, raised[0]?.id ?? '', '手工改动，已改回');
    await expect(resume(world.maker)).rejects.toMatchObject({ entry: { code: 'ALERT_SAME_PERSON' } });
    await resume(world.checker);
    expect(await world.runtime(id)).toMatchObject({ state: 'PUBLISHED' });
    expect((await audit()).filter(({ campaignIds }) => campaignIds.includes(id))).toEqual([]);
  });

  it('keeps a stopped campaign stopped until it was examined, whatever version comes next', async () => {
    const id = await aLiveCampaign();
    await owner.query('UPDATE campaign_runtime SET spent_fen = spent_fen + 500 WHERE campaign_id = $1', [id]);
    await audit();
    await owner.query('UPDATE campaign_runtime SET spent_fen = spent_fen - 500 WHERE campaign_id = $1', [id]);
    const alerts = product.get(AlertsService);
    const [raised] = (await alerts.list(world.maker)).filter(({ subjectId }) => subjectId === id);

    const budget = { from: 'city-2017', totalFen: 1_000_000 };
    await expect(world.publishNext({ id, budget, label: '第二版' })).rejects.toMatchObject({
      entry: { code: 'ALERT_UNEXAMINED' },
    });
    expect(await world.runtime(id)).toMatchObject({ state: 'PAUSED' });
    await alerts.examine(world.maker, raised?.id ?? '', '手工改动，已改回');
    await product.get(CampaignsService).act(world.checker, id, { action: 'PUBLISH' });
    expect(await world.runtime(id)).toMatchObject({ state: 'PUBLISHED' });
    expect((await alerts.list(world.maker)).filter(({ subjectId }) => subjectId === id)).toEqual([]);
  });
});

describe('the clock of the auditor', () => {
  const PATIENCE_MS = 30_000;
  let product: TestApp;

  beforeAll(async () => {
    product = await startApp({ jobs: true, config: { AUDIT_EVERY_MS: '1000' } });
  });
  afterAll(() => product.close());

  it('is in the queue for every few minutes and for every night', async () => {
    const schedulers = await product.get(Queues).get('redemption').getJobSchedulers(0, -1, true);
    expect(schedulers).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ key: 'clock:audit', every: 1_000 }),
        expect.objectContaining({ key: 'clock:audit-in-full', pattern: '0 20 3 * * *', tz: 'Asia/Shanghai' }),
      ]),
    );
  });

  it('finds damage without being asked', async () => {
    const world = await World.build(product);
    const id = await world.publish({
      id: 'watched',
      when: { from: '2016-01-01T00:00:00+08:00', to: '2099-01-01T00:00:00+08:00' },
      budget: { from: 'city-2017', totalFen: 1_000_000 },
    });
    await product.database.transaction((tx) =>
      tx.query('UPDATE campaign_runtime SET spent_fen = spent_fen + 500 WHERE campaign_id = $1', [id]),
    );
    const deadline = Date.now() + PATIENCE_MS;
    while ((await world.runtime(id)).state === 'PUBLISHED' && Date.now() < deadline) await sleep(100);
    expect(await world.runtime(id)).toMatchObject({ state: 'PAUSED' });
  });
});
