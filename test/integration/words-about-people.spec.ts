import { Client } from 'pg';
import type { QueryRunner } from 'typeorm';
import { ErasedWords1795000413200 } from '../../migrations/1795000413200-erased-words.js';
import { AlertsService, AuditService } from '../../src/modules/audit/index.js';
import { CardsService, PlasticService } from '../../src/modules/cards/index.js';
import {
  CaseClock,
  CasesService,
  ErasuresService,
  ObjectionsService,
  StandingService,
  TransferRequests,
  WithdrawalsService,
} from '../../src/modules/members/index.js';
import type { WorkerCaller } from '../../src/shared/caller.js';
import { ManualClock } from '../../src/shared/clock.js';
import { DAY_MS } from '../../src/shared/time.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer } from '../support/benefits.js';
import { HARDSHIP, CategoryDesk } from '../support/category-desk.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { drain } from '../support/drain.js';
import { dumpOf } from '../support/dump.js';
import { type TestMember, World } from '../support/world.js';

/** Emptied when the person is erased. Shown by the second test: each is written there, and gone afterwards. */
const EMPTIED = [
  'card_event.reason',
  'card_plastic_event.reason',
  'category_case.basis',
  'category_case.note',
  'category_objection.note',
  'member.name',
  'member_category.basis',
  'member_erasure.reason',
  'member_event.reason',
  'member_transfer.ended_reason',
  'member_transfer.reason',
  'member_withdrawal.answer',
  'member_withdrawal.reason',
];

/** Goes with its whole row, or is sealed and erased with its own store. */
const REMOVED = [
  'category_objection.said_cipher',
  'data_export.content',
  'evidence.application.statement_cipher',
  'evidence.file.content',
  'evidence.file.sha256',
  'evidence.visit.note_cipher',
  'evidence.visit.visited_by',
  'import_change.sealed',
  'login.display_name',
  'login.phone_cipher',
  'member.id_number_cipher',
  'member.phone_cipher',
  'membership_application.decision_reason',
  'membership_application.id_number_cipher',
  'membership_application.name',
  'membership_application.phone_cipher',
];

/** Never anybody's words: codes, numbers and keys of ours, or what a till said of itself. */
const NAMES_NOBODY: Readonly<Record<string, string>> = {
  'alert.code': 'a code',
  'alert.detail': 'figures, names of unions and campaigns, surrogates',
  'alert.note': 'what an officer found about books and campaigns',
  'audit_entry.action': 'a code',
  'audit_entry.detail':
    'surrogates; reasons are left out where the subject is a person, a purpose of a look is the officer’s own account',
  'card.legacy_no': 'the number of an old card',
  'card_device.public_key': 'a key',
  'card_pin.mac': 'a keyed hash',
  'category_case.level': 'a code',
  'evidence.application.code': 'a code',
  'evidence.application.consent_version': 'a version',
  'evidence.application.level': 'a code',
  'login.totp_secret': 'an officer’s',
  'login.username': 'an officer’s',
  'login_activation.totp_secret': 'an officer’s',
  'member.member_no': 'replaced by the surrogate',
  'member_category.level': 'a code',
  'member_category_fact.code': 'a code',
  'member_category_fact.level': 'a code',
  'redemption.cashier': 'whom the till says works there',
  'redemption.decision': 'surrogates',
  'redemption.reason': 'a code',
  'redemption.ticket_no': 'the till’s number',
  'session.revoked_reason': 'a code',
  'till_authorization.cashier': 'whom the till says works there',
  'till_authorization.decision': 'surrogates',
  'till_authorization.ticket_no': 'the till’s number',
  'till_authorization.uses': 'surrogates',
  'till_quote.decision': 'surrogates',
  'till_quote.reason': 'a code',
};

const NAME = '诸葛再见';
const MARK = '此句含有诸葛再见的姓名';

describe('words about a person', () => {
  const clock = new ManualClock('2017-01-21T10:00:00+08:00');
  let database: TestDatabase;
  let app: TestApp;
  let world: World;
  const [maker, checker] = [anOfficer(), anOfficer()];

  beforeAll(async () => {
    database = await freshDatabase();
    app = await startApp({ clock, jobs: true, database });
    world = await World.build(app);
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it('stand in no column that nobody judged: a new one must be emptied, removed, or shown to name nobody', async () => {
    // Tables that lead to a member, by foreign key or by the name of a column; of them what is neither a key, a hash, nor one of a list.
    const rows: { name: string }[] = await app.database.db.query(`
      WITH RECURSIVE led AS (
        SELECT 'public.member'::regclass::oid AS oid
        UNION SELECT a.attrelid FROM pg_attribute a
          WHERE a.attname IN ('member_id', 'card_id', 'case_id', 'subject_id', 'applicant_id', 'login_id') AND NOT a.attisdropped
        UNION SELECT c.conrelid FROM pg_constraint c JOIN led l ON c.confrelid = l.oid WHERE c.contype = 'f'
      )
      SELECT k.oid::regclass || '.' || a.attname AS name FROM pg_class k JOIN pg_namespace n ON n.oid = k.relnamespace
      JOIN pg_attribute a ON a.attrelid = k.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE k.oid IN (SELECT DISTINCT oid FROM led) AND k.relkind IN ('r', 'p') AND NOT k.relispartition AND n.nspname IN ('public', 'evidence')
        AND format_type(a.atttypid, NULL) IN ('text', 'json', 'jsonb', 'text[]', 'bytea')
        AND a.attname !~ '(_id|_kind|_hash|_hash_even|_path|_state)$' AND a.attname NOT IN ('kind', 'key')
        AND NOT EXISTS (SELECT FROM pg_constraint x WHERE x.conrelid = k.oid AND a.attnum = ANY(x.conkey)
          AND (x.contype = 'f' OR (x.contype = 'c' AND cardinality(x.conkey) = 1 AND pg_get_constraintdef(x.oid) LIKE '%= ANY (ARRAY[%')))
      ORDER BY 1`);
    const judged = [...EMPTIED, ...REMOVED, ...Object.keys(NAMES_NOBODY)];
    expect(rows.map(({ name }) => name)).toEqual(judged.sort());
  });

  /** Whatever officers and the member may write down about them, each with the name in it. */
  async function writeEverywhere({ memberId, cardId }: TestMember): Promise<void> {
    const worker: WorkerCaller = { kind: 'worker', loginId: checker.loginId, memberId };
    await app.get(CardsService).act(maker, cardId, 'FREEZE', MARK);
    await app.get(CardsService).act(maker, cardId, 'UNFREEZE', MARK);
    await app.get(PlasticService).act(maker, cardId, { action: 'REMAKE', reason: MARK });
    const step = (name: 'RETAIN' | 'RESUME') =>
      app.get(StandingService).change(maker, memberId, { step: name, reason: MARK });
    await step('RETAIN');
    await step('RESUME');

    const requests = app.get(TransferRequests);
    const order = {
      memberId,
      toOrgId: 'u2',
      side: 'WORKER',
      actor: worker,
      loginId: worker.loginId,
      reason: MARK,
    } as const;
    const { transferId } = await app.database.transaction((tx) => requests.requestTransfer(tx, order));
    await requests.end(anOfficer({ scope: ['/city/park-b/'] }), transferId, 'REFUSE', MARK);

    const withdrawals = app.get(WithdrawalsService);
    await withdrawals.ask(worker, { reason: MARK });
    const { items } = await withdrawals.list(maker, { state: 'REQUESTED', limit: 1 });
    await withdrawals.decide(maker, items[0]?.id ?? '', { confirm: false, answer: MARK });

    const desk = new CategoryDesk(app, clock);
    const person = { ...worker, proof: '', phone: '', idNumber: '' };
    const refused = await desk.posted(person, { ...HARDSHIP, basis: MARK });
    await app.get(ObjectionsService).record(desk.maker, refused, { by: '邻居', text: MARK });
    const [said] = await app.get(ObjectionsService).listSaid(refused);
    await app.get(ObjectionsService).settle(desk.checker, refused, said?.id ?? '', { upheld: true, note: MARK });
    clock.advance(DAY_MS);
    await desk.posted(person, { ...HARDSHIP, basis: MARK });
    clock.advance(6 * DAY_MS);
    await app.get(CaseClock).grantDue();
    const returned = await desk.inReview(person, { ...HARDSHIP, basis: MARK });
    await app.get(CasesService).decide(desk.checker, returned, { approve: false, note: MARK });
  }

  it('are gone from every table when the person is erased; what was done stays', async () => {
    const member = await world.aMember({ name: NAME });
    await writeEverywhere(member);
    await drain(app);
    const erasures = app.get(ErasuresService);
    const { erasureId } = await erasures.propose(maker, member.memberId, MARK);

    const { memberId } = member;
    const held = async (): Promise<string[]> => {
      const found: string[] = [];
      for (const column of EMPTIED) {
        const [table = '', name = ''] = column.split('.');
        if ((await world.count(table, `${name} LIKE '%诸葛再见%'`)) > 0) found.push(column);
      }
      return found;
    };
    expect(await held()).toEqual(EMPTIED);
    const facts = () =>
      Promise.all(
        [
          ['member_event', `member_id = '${memberId}' AND kind IN ('RETAINED', 'RESUMED')`],
          ['member_transfer', `member_id = '${memberId}' AND state = 'REFUSED'`],
          ['member_withdrawal', `member_id = '${memberId}' AND state = 'DECLINED'`],
          ['card_event', `card_id = '${member.cardId}' AND to_state = 'FROZEN'`],
          ['category_objection', `state = 'UPHELD'`],
        ].map(([table = '', where]) => world.count(table, where)),
      );
    const before = await facts();
    expect(before).toEqual([2, 1, 1, 1, 1]);

    await erasures.decide(checker, erasureId, true);
    await drain(app);
    expect(await held()).toEqual([]);
    expect(await facts()).toEqual(before);
    const lines = (await dumpOf(database.superuserUrl)).split('\n').filter((line) => line.includes('诸葛再见'));
    expect(lines).toEqual([]);
    expect((await app.get(AuditService).list({ limit: 100 })).items.length).toBeGreaterThan(10);
    expect(await app.get(AlertsService).list(maker)).toEqual([]);
  });

  it('of people erased before words were taken out are gone with the upgrade, and what they said since stays', async () => {
    const { memberId, cardId } = await world.aMember();
    await app.get(StandingService).change(maker, memberId, { step: 'RETAIN', reason: '离岗待业' });
    await app.get(CardsService).act(maker, cardId, 'FREEZE', '离岗待业');
    const erasures = app.get(ErasuresService);
    const { erasureId } = await erasures.propose(maker, memberId, '本人申请');
    await erasures.decide(checker, erasureId, true);
    await drain(app);

    const owner = new Client({ connectionString: database.ownerUrl });
    await owner.connect();
    const runner = { query: (sql: string) => owner.query(sql) } as unknown as QueryRunner;
    const migration = new ErasedWords1795000413200();
    await migration.down(runner);
    const set = async (table: string, column: string, where: string, value: string): Promise<void> => {
      await owner.query(`UPDATE ${table} SET ${column} = $1 WHERE ${where}`, [value]);
    };
    const [line, step] = [
      `member_id = '${memberId}' AND kind = 'RETAINED'`,
      `card_id = '${cardId}' AND to_state = 'FROZEN'`,
    ];
    await set('member_event', 'reason', line, MARK);
    await set('card_event', 'reason', step, MARK);
    await set('member_transfer', 'ended_reason', "state = 'REFUSED'", MARK);
    await set('category_objection', 'note', 'note IS NOT NULL', MARK);
    await set('member_event', 'reason', `member_id = '${memberId}' AND kind = 'WITHDRAWN'`, MARK);
    await owner.query(
      `UPDATE member_event SET at = at + interval '1 day' WHERE member_id = $1 AND kind = 'WITHDRAWN'`,
      [memberId],
    );
    await migration.up(runner);
    await owner.end();

    const left = async (table: string, column: string) => world.count(table, `${column} = '${MARK}'`);
    expect([
      await left('card_event', 'reason'),
      await left('member_transfer', 'ended_reason'),
      await left('category_objection', 'note'),
      await left('member_event', 'reason'),
    ]).toEqual([0, 0, 0, 1]);
  });

  it('can be taken out of histories of nobody who is not erased, and by nobody but the product', async () => {
    const { memberId } = await world.aMember();
    await app.get(StandingService).change(maker, memberId, { step: 'RETAIN', reason: '离岗待业' });
    const forget = (role: string) =>
      app.database.transaction(async (tx) => {
        await tx.query(`SET LOCAL ROLE ${role}`);
        await tx.query('SELECT forget_member_words($1), forget_card_words($1)', [memberId]);
      });
    await forget('app');
    expect(await world.count('member_event', `member_id = '${memberId}' AND reason = '离岗待业'`)).toBe(1);
    await expect(forget('scoped')).rejects.toThrow('permission denied');
  });
});
