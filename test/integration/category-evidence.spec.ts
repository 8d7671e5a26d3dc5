import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import {
  CaseClock,
  type CaseEvidence,
  type CasesService,
  ObjectionsService,
  WorkerCases,
} from '../../src/modules/members/index.js';
import { EvidenceStore } from '../../src/modules/members/evidence/evidence-store.service.js';
import { KeyRotation } from '../../src/platform/crypto/key-rotation.service.js';
import { Keyring } from '../../src/platform/crypto/keyring.js';
import type { OfficerCaller } from '../../src/shared/caller.js';
import { ManualClock } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';
import { DAY_MS } from '../../src/shared/time.js';
import { startApp, type TestApp } from '../support/app.js';
import { seedPlaces } from '../support/benefits.js';
import { onePerson } from '../support/cards.js';
import { CategoryDesk, HARDSHIP, photo, WORDS } from '../support/category-desk.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { aPdf } from '../support/evidence.js';

describe('the evidence of a case lies apart,', () => {
  let own: TestDatabase;
  let folder: string;
  let app: TestApp;
  let desk: CategoryDesk;
  let cases: CasesService;
  let evidence: CaseEvidence;
  let workers: WorkerCases;
  let maker: OfficerCaller;
  let checker: OfficerCaller;
  const clock = new ManualClock('2026-11-22T09:00:00+08:00');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evidence-keys-'));
    await Keyring.createMissing(folder, new Date('2015-01-01T00:00:00+08:00'));
    own = await freshDatabase();
    app = await startApp({ clock, database: own, keyring: await Keyring.load(folder) });
    await seedPlaces(app.database);
    desk = new CategoryDesk(app, clock);
    ({ cases, evidence, maker, checker } = desk);
    workers = app.get(WorkerCases);
  });
  afterAll(async () => {
    await app.close();
    await own.drop();
    await rm(folder, { recursive: true, force: true });
  });

  /** As role evidence itself, past all our services. */
  const asEvidence = async <T extends object>(sql: string, values: unknown[]): Promise<T[]> => {
    const client = new Client({ connectionString: own.evidenceUrl });
    await client.connect();
    try {
      return (await client.query<T>(sql, values)).rows;
    } finally {
      await client.end();
    }
  };

  it('where no role but evidence may look, and evidence may look nowhere else', async () => {
    const client = new Client({ connectionString: own.superuserUrl });
    await client.connect();
    try {
      const { rows } = await client.query(`
        SELECT role, has_schema_privilege(role, 'evidence', 'USAGE') AS opens,
          has_table_privilege(role, 'evidence.file', 'SELECT, INSERT, UPDATE, DELETE') AS reads,
          has_table_privilege(role, 'member', 'SELECT') AS members
        FROM unnest('{app,scoped,maintenance,evidence}'::text[]) AS role ORDER BY role`);
      expect(rows).toEqual([
        { role: 'app', opens: false, reads: false, members: true },
        { role: 'evidence', opens: true, reads: true, members: false },
        { role: 'maintenance', opens: false, reads: false, members: false },
        expect.objectContaining({ role: 'scoped', opens: false, reads: false }),
      ]);
    } finally {
      await client.end();
    }
    await expect(app.database.db.query('SELECT 1 FROM evidence.application')).rejects.toThrow('permission denied');
    await expect(app.database.transaction((tx) => tx.query('SET LOCAL ROLE evidence'))).rejects.toThrow(
      'permission denied',
    );
    await expect(asEvidence('SELECT 1 FROM public.member', [])).rejects.toThrow('permission denied');
  });

  it('under keys that change: sealed anew, and no key goes before', async () => {
    const person = await onePerson(app);
    const { id } = await workers.apply(person, { code: 'HARDSHIP', level: 'DEEP', statement: WORDS, consent: 1 });
    const sent = { fileName: 'a.pdf', content: aPdf('before-the-change') };
    const file = await workers.addFile(person, id, sent);
    const rotation = app.get(KeyRotation);
    const left = async () =>
      (await rotation.progress()).flatMap(({ tables }) => tables).find(({ table }) => table === 'evidence')?.left ?? 0;
    expect(await left()).toBe(0);
    await rotation.add('fields');
    await rotation.use('fields');
    expect(await left()).toBeGreaterThanOrEqual(2);
    expect(await rotation.finish('fields')).toEqual([]);
    await rotation.work();
    expect(await left()).toBe(0);
    expect(await rotation.finish('fields')).toEqual([1]);
    expect((await app.get(EvidenceStore).openFile(id, file.id)).content).toEqual(sent.content);
    expect(await app.get(EvidenceStore).open(id)).toMatchObject({ statement: WORDS });
  });

  it('sealed: neither words nor pictures can be read where they lie, nor opened elsewhere', async () => {
    const person = await onePerson(app);
    const { id } = await workers.apply(person, {
      code: 'SINGLE_MOTHER_HARDSHIP',
      statement: WORDS,
      consent: 1,
    });
    const marked = { fileName: 'a.pdf', content: aPdf('marked-by-this-test') };
    const file = await workers.addFile(person, id, marked);
    const other = await workers.addFile(person, id, photo());
    const [row] = await asEvidence<{ text: string }>(
      `SELECT row_to_json(a)::text || encode(f.content, 'escape') AS text FROM evidence.application a
       JOIN evidence.file f ON f.application_id = a.id WHERE f.id = $1`,
      [file.id],
    );
    expect(row?.text).toContain('SENSITIVE-1');
    expect(row?.text).not.toMatch(/老人|marked-by-this-test|%PDF/);
    expect((await app.get(EvidenceStore).openFile(id, file.id)).content).toEqual(marked.content);

    await asEvidence(
      'UPDATE evidence.file SET content = (SELECT content FROM evidence.file WHERE id = $1) WHERE id = $2',
      [file.id, other.id],
    );
    await expect(app.get(EvidenceStore).openFile(id, other.id)).rejects.toThrow('does not open');
  });

  it('with every look and its purpose on record before it is taken', async () => {
    const id = await desk.inReview(await onePerson(app));
    const { files } = await evidence.open(checker, id, '复核困难情况');
    await evidence.openFile(checker, id, files[0]?.id ?? '', '复核困难情况');
    await expect(evidence.openFile(checker, id, newId(), '复核困难情况')).rejects.toMatchObject({
      name: 'EVIDENCE_FILE_UNKNOWN',
    });
    const rows: { action: string; actor_id: string }[] = await app.database.db.query(
      `SELECT action, actor_id FROM audit_entry WHERE detail->>'caseId' = $1 AND detail->>'purpose' = '复核困难情况' ORDER BY id`,
      [id],
    );
    expect(rows).toEqual(
      ['evidence.opened', 'evidence.file-viewed', 'evidence.file-viewed'].map((action) => ({
        action,
        actor_id: checker.loginId,
      })),
    );
  });

  it('ten files at most, also when twelve are sent at once; the same photo twice is one', async () => {
    const person = await onePerson(app);
    const { id } = await cases.propose(maker, person.memberId, HARDSHIP);
    const sent = await Promise.allSettled(Array.from({ length: 12 }, () => evidence.addFile(maker, id, photo())));
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    const { files } = await evidence.open(maker, id, '查看材料情况');
    await evidence.removeFile(maker, id, files[0]?.id ?? '');
    const same = photo();
    const first = await evidence.addFile(maker, id, same);
    expect(await evidence.addFile(maker, id, same)).toEqual(first);
  });

  it('until the person is erased: then nothing is left of it, however often that is asked', async () => {
    const person = await onePerson(app);
    const id = await desk.posted(person);
    await app.get(ObjectionsService).record(maker, id, { by: '邻居', text: '情况不实' });
    for (let times = 0; times < 2; times += 1) await evidence.eraseEvidence(person.memberId);
    expect(await asEvidence('SELECT id FROM evidence.application WHERE member_id = $1', [person.memberId])).toEqual([]);
    expect(await evidence.open(checker, id, '核对删除结果')).toEqual({
      statement: null,
      consentVersion: null,
      files: [],
      visits: [],
      objections: [],
      erased: true,
    });
  });

  it('for as long as its category says after the end, a withdrawn one not at all', async () => {
    const folders = async (id: string) =>
      (await asEvidence('SELECT 1 FROM evidence.application WHERE id = $1', [id])).length;
    const quitter = await onePerson(app);
    const { id: left } = await workers.apply(quitter, {
      code: 'HARDSHIP',
      level: 'DEEP',
      statement: WORDS,
      consent: 1,
    });
    await workers.addFile(quitter, left, photo());
    await workers.withdraw(quitter, left);
    const kept = await desk.granted(await onePerson(app));
    // As a crash between the two databases leaves it: a folder, and no case.
    const orphan = newId();
    await app
      .get(EvidenceStore)
      .apply(
        { id: orphan, memberId: quitter.memberId, code: 'HARDSHIP', level: 'DEEP' },
        { statement: WORDS, consentVersion: 'SENSITIVE-1' },
      );
    await app.get(CaseClock).tidy();
    expect([await folders(left), await folders(kept), await folders(orphan)]).toEqual([0, 1, 1]);
    clock.advance(2 * DAY_MS);
    await app.get(CaseClock).tidy();
    expect([await folders(kept), await folders(orphan)]).toEqual([1, 0]);
    clock.advance((355 + 5 * 365) * DAY_MS);
    await app.get(CaseClock).tidy();
    expect(await folders(kept)).toBe(1);
    clock.advance(15 * DAY_MS);
    await app.get(CaseClock).tidy();
    expect(await folders(kept)).toBe(0);
  });
});
