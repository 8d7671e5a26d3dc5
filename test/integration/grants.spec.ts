import { CampaignBudgetService } from '../../src/modules/benefits/index.js';
import { GrantsService } from '../../src/modules/benefits/grants/grants.service.js';
import { AlertsService } from '../../src/modules/audit/index.js';
import { AuditorService } from '../../src/modules/redemption/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { World } from '../support/world.js';

/** More than two chunks, and a last one that is not full. */
const PEOPLE = 4_500;
const EACH_FEN = 1_000;

describe('a gift to a whole audience', () => {
  let product: TestApp;
  let world: World;
  let made = 0;

  beforeAll(async () => {
    product = await startApp({ clock: new ManualClock('2017-01-21T10:00:00+08:00') });
    world = await World.build(product);
    await people('u1', PEOPLE);
    await people('u2', 10);
  }, 60_000);
  afterAll(() => product.close());

  /** Members written straight into the table: what is tested does not look at how they joined. */
  const people = (orgId: string, count: number) => {
    made += count;
    return product.database.db.query(
      `INSERT INTO member (id, member_no, org_id, name, gender, birth_on, joined_on, id_number_cipher, id_number_hash, phone_cipher, phone_hash, membership, created_at)
       SELECT gen_random_uuid(), 'g' || n, $1::text, '王小明', 'F', '1985-03-01', '2010-05-01', '', sha256(convert_to('id' || n, 'UTF8')),
         '', sha256(convert_to('phone' || n, 'UTF8')), 'ACTIVE', now() FROM generate_series($2::int + 1, $3::int) AS n`,
      [orgId, made - count, made],
    );
  };
  const publish = (id: string, owner: string, totalFen: number) =>
    world.publish({
      id,
      owner,
      mechanism: { type: 'GRANT', tiers: [{ amountFen: EACH_FEN }] },
      budget: { from: 'city-2017', totalFen },
      stacking: { group: id },
    });
  const state = async (id: string) => {
    const rows: Record<string, unknown>[] = await product.database.db.query(
      `SELECT r.state, r.promised_fen AS promised, g.state AS run, g.given, (SELECT count(*)::int FROM holding h WHERE h.campaign_id = $1) AS holders
       FROM campaign_runtime r JOIN grant_run g USING (campaign_id) WHERE r.campaign_id = $1`,
      [id],
    );
    return rows[0];
  };

  it('reaches everybody once, in chunks, though its job runs three times at once, and only then counts at tills', async () => {
    await publish('gift', 'u1', PEOPLE * EACH_FEN);
    expect(await state('gift')).toMatchObject({ state: 'GRANTING', given: 0, holders: 0 });
    const grants = product.get(GrantsService);
    await Promise.all([grants.run('gift'), grants.run('gift'), grants.runDue()]);
    await grants.runDue();
    const promised = PEOPLE * EACH_FEN;
    expect(await state('gift')).toEqual({ state: 'PUBLISHED', run: 'DONE', given: PEOPLE, holders: PEOPLE, promised });
    await grants.run('gift');
    expect(await state('gift')).toMatchObject({ holders: PEOPLE, promised });
  });

  it('stops with an alert when more people joined than its budget holds, and goes on when that is raised', async () => {
    await publish('small', 'u2', 10 * EACH_FEN);
    await people('u2', 1);
    await product.get(GrantsService).runDue();
    expect(await state('small')).toMatchObject({ state: 'GRANTING', run: 'STOPPED', promised: 0 });
    const alerts = await product.get(AlertsService).list(world.checker);
    expect(alerts).toContainEqual(expect.objectContaining({ code: 'GRANT_STOPPED', subjectId: 'small' }));
    await product.get(CampaignBudgetService).change(world.maker, 'small', 11 * EACH_FEN);
    await product.get(GrantsService).runDue();
    expect(await state('small')).toMatchObject({ state: 'PUBLISHED', run: 'DONE', holders: 11 });
  });

  it('is refused at publishing when the budget cannot hold it', async () => {
    await expect(publish('poor', 'u1', PEOPLE * EACH_FEN - 1)).rejects.toMatchObject({ name: 'CAMPAIGN_PROBLEMS' });
  });

  it('leaves nothing the auditor would find', async () => {
    expect(await product.get(AuditorService).run(true)).toEqual([]);
  });
});
