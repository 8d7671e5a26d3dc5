import { RetentionService } from '../../src/modules/audit/index.js';
import { ConsentsService, MembersService } from '../../src/modules/members/index.js';
import { MyDataService } from '../../src/modules/reporting/my-data/my-data.service.js';
import type { WorkerCaller } from '../../src/shared/caller.js';
import { ManualClock } from '../../src/shared/clock.js';
import { DAY_MS } from '../../src/shared/time.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer } from '../support/benefits.js';
import { drain } from '../support/drain.js';
import { Till } from '../support/signed-till.js';
import { type TestMember, World } from '../support/world.js';

describe('personal data', () => {
  const clock = new ManualClock('2017-01-29T10:00:00+08:00');
  let product: TestApp;
  let world: World;
  let till: Till;
  const officer = anOfficer();

  beforeAll(async () => {
    product = await startApp({ clock, jobs: true });
    world = await World.build(product);
    till = new Till(world, await world.aTerminal());
    await world.publish({ id: 'yearly' });
  });
  afterAll(() => product.close());

  const workerOf = ({ memberId }: TestMember): WorkerCaller => ({ kind: 'worker', loginId: officer.loginId, memberId });
  const redeem = async ({ phone }: TestMember): Promise<void> => {
    const answer = await till.redeem({ code: phone.show(clock.now()), amountFen: 15_800, benefit: 'yearly' });
    expect(answer.statusCode).toBe(201);
  };

  describe('rest on consents', () => {
    const text = { titleZh: '新说明', titleEn: 'New', bodyZh: '正文', bodyEn: 'Body' };

    it('that are given by version, withdrawn and kept, the sensitive one apart', async () => {
      const consents = product.get(ConsentsService);
      const worker = workerOf(await world.aMember());
      const isGiven = (kind: 'GENERAL' | 'SENSITIVE') => consents.isGiven(product.database.db, worker.memberId, kind);
      expect([await isGiven('GENERAL'), await isGiven('SENSITIVE')]).toEqual([true, false]);
      await consents.answer(worker, { kind: 'GENERAL', version: 1, given: true });
      await consents.answer(worker, { kind: 'GENERAL', version: 1, given: true });
      expect([await isGiven('GENERAL'), await isGiven('SENSITIVE')]).toEqual([true, false]);
      await consents.answer(worker, { kind: 'SENSITIVE', version: 1, given: true });
      await consents.answer(worker, { kind: 'SENSITIVE', version: 1, given: false });
      expect(await isGiven('SENSITIVE')).toBe(false);
      expect(await world.count('outbox', `event = 'member-consent.withdrawn'`)).toBe(1);
      await expect(consents.answer(worker, { kind: 'GENERAL', version: 1, given: false })).rejects.toMatchObject({
        name: 'CONSENT_GENERAL_NEEDED',
      });

      await consents.publish(officer, { kind: 'GENERAL', ...text });
      expect(await isGiven('GENERAL')).toBe(false);
      await expect(consents.answer(worker, { kind: 'GENERAL', version: 1, given: true })).rejects.toMatchObject({
        name: 'CONSENT_OUTDATED',
      });
      const { items } = await consents.answer(worker, { kind: 'GENERAL', version: 2, given: true });
      const general = items.find(({ kind }) => kind === 'GENERAL');
      expect(general).toMatchObject({ given: true, text: { version: 2, titleZh: '新说明' } });
      expect(general?.history.map(({ version, given }) => [version, given])).toEqual([
        [2, true],
        [1, true],
      ]);
      const kept = `member_id = '${worker.memberId}'`;
      expect(await world.count('member_consent', kept)).toBe(4);
    });
  });

  describe('as a file for the person', () => {
    it('hold everything under their id, are theirs alone, and are gone after a week', async () => {
      const data = product.get(MyDataService);
      const member = await world.aMember({ categories: [{ code: 'MIGRANT' }] });
      await redeem(member);
      await product.get(MembersService).reveal(officer, member.memberId, '核对补贴发放');
      const worker = workerOf(member);
      await data.ask(worker);
      await expect(data.ask(worker)).rejects.toMatchObject({ name: expect.stringMatching(/^EXPORT_/) });
      await drain(product);
      const [ready] = (await data.list(worker)).items;
      expect(ready).toMatchObject({ state: 'READY', expiresAt: '2017-02-05T10:00:00+08:00' });

      const json = await data.fetch(worker, ready?.id ?? '', 'json');
      for (const held of [member.idNumber, member.mobile, '王小明', '农民工', '沃超市一店', '15800', '核对补贴发放'])
        expect(json).toContain(held);
      expect(await data.fetch(worker, ready?.id ?? '', 'html')).toContain('核对补贴发放');
      expect((await data.looks(worker)).items).toMatchObject([{ purpose: '核对补贴发放' }]);

      const other = workerOf(await world.aMember());
      await expect(data.fetch(other, ready?.id ?? '', 'json')).rejects.toMatchObject({ name: 'EXPORT_GONE' });
      const [stored]: { content: Buffer }[] = await product.database.db.query('SELECT content FROM data_export');
      expect(stored?.content.includes(Buffer.from(member.idNumber))).toBe(false);

      clock.advance(7 * DAY_MS);
      await expect(data.fetch(worker, ready?.id ?? '', 'json')).rejects.toMatchObject({ name: 'EXPORT_GONE' });
      await product.get(RetentionService).clear('DATA_EXPORT');
      expect(await world.count('data_export')).toBe(0);
    });
  });

  describe('are kept as long as a table says', () => {
    it('which an officer changes within bounds and with a reason, on record', async () => {
      const retention = product.get(RetentionService);
      await retention.change(officer, 'IMPORT_ERROR', { keepDays: 30, reason: '年度清理要求' });
      await expect(
        retention.change(officer, 'IMPORT_ERROR', { keepDays: 1, reason: '年度清理要求' }),
      ).rejects.toMatchObject({ name: 'RETENTION_OUT_OF_RANGE' });
      await expect(retention.change(officer, 'NOTHING', { keepDays: 1, reason: '年度清理要求' })).rejects.toMatchObject(
        {
          name: 'RETENTION_UNKNOWN',
        },
      );
      const rows: { detail: unknown }[] = await product.database.db.query(
        `SELECT detail FROM audit_entry WHERE action = 'retention.changed'`,
      );
      expect(rows).toEqual([{ detail: { fromDays: 180, toDays: 30, reason: '年度清理要求' } }]);
    });

    it('and a job clears what is older, no earlier', async () => {
      await product.database.transaction(async (tx) => {
        const now = clock.now().getTime();
        for (const [id, days] of [
          ['01900000-0000-7000-8000-000000000001', 29],
          ['01900000-0000-7000-8000-000000000002', 31],
        ] as const) {
          await tx.query(
            `INSERT INTO import_batch (id, kind, org_id, file_name, file_sha256, state, total_rows, done_rows, refused_rows, requested_by, scope, created_at, finished_at)
             VALUES ($1, 'members', 'u1', 'a.csv', '', 'DONE', 1, 1, 1, $2, '{}', $3, $3)`,
            [id, officer.loginId, new Date(now - days * DAY_MS)],
          );
          await tx.query(`INSERT INTO import_kept_row VALUES (gen_random_uuid(), $1, 1, '[]', '')`, [id]);
        }
      });
      const done = await product.get(RetentionService).clear();
      expect(done['IMPORT_ERROR']).toBe(1);
      expect(await world.count('import_kept_row')).toBe(1);
      const { items } = await product.get(RetentionService).list();
      expect(items.find(({ code }) => code === 'IMPORT_ERROR')).toMatchObject({ keepDays: 30, lastRemoved: 1 });
      expect(items.find(({ code }) => code === 'ERASURE_WAIT')).toMatchObject({ lastRunAt: null });
    });
  });
});
