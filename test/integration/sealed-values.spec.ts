import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Client } from 'pg';
import { AlertsService } from '../../src/modules/audit/index.js';
import { ImportRunner, ImportsService } from '../../src/modules/imports/index.js';
import { WorkerCases } from '../../src/modules/members/index.js';
import { EvidenceStore } from '../../src/modules/members/evidence/evidence-store.service.js';
import { KeyRotation } from '../../src/platform/crypto/key-rotation.service.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { onePerson } from '../support/cards.js';
import { WORDS } from '../support/category-desk.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { aPdf } from '../support/evidence.js';
import { ImportDesk } from '../support/import-desk.js';
import { aKeyFolder } from '../support/jobs-process.js';
import { aLine, fileOf } from '../support/rosters.js';

describe('evidence and files on their way in', () => {
  const city = anOfficer();
  let folder: string;
  let database: TestDatabase;
  let app: TestApp;
  let desk: ImportDesk;
  let nextLine = 0;

  beforeAll(async () => {
    const keys = await aKeyFolder();
    ({ folder } = keys);
    database = await freshDatabase();
    app = await startApp({ clock: new ManualClock('2026-11-22T09:00:00+08:00'), database, keyring: keys.keyring });
    await seedPlaces(app.database);
    desk = new ImportDesk(app, 'members');
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
    await rm(dirname(folder), { recursive: true, force: true });
  });

  /** Past all our services, as somebody who has the tables but not the keys. */
  const tamper = async (url: string, sql: string, values: unknown[] = []): Promise<void> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      expect((await client.query(sql, values)).rowCount).toBe(1);
    } finally {
      await client.end();
    }
  };
  /** The alert is raised in a transaction of its own, after the answer. */
  const toldOf = async (): Promise<string[]> => {
    let told: string[] = [];
    await until(async () => {
      const alerts = (await app.get(AlertsService).list(city)).filter(({ code }) => code === 'SEALED_VALUE_BROKEN');
      told = alerts.map(({ subjectId }) => subjectId);
      return told.length > 0;
    });
    await app.database.transaction((tx) => tx.query('DELETE FROM alert'));
    return told;
  };
  const someLines = (count: number): string[] =>
    Array.from({ length: count }, () => {
      nextLine += 1;
      return aLine(80_000 + nextLine);
    });

  describe('whose sealed value was moved to another row, or whose key id was swapped (F57)', () => {
    async function twoApplications() {
      const workers = app.get(WorkerCases);
      const begin = async () => {
        const person = await onePerson(app);
        const { id } = await workers.apply(person, { code: 'HARDSHIP', level: 'DEEP', statement: WORDS, consent: 1 });
        const file = await workers.addFile(person, id, { fileName: 'a.pdf', content: aPdf(person.memberId) });
        return { id, fileId: file.id };
      };
      return [await begin(), await begin()] as const;
    }

    it('words and files of evidence open nowhere, and officers are told which row it is', async () => {
      const store = app.get(EvidenceStore);
      const [from, to] = await twoApplications();
      await tamper(
        database.evidenceUrl,
        `UPDATE evidence.application SET statement_cipher = (SELECT statement_cipher FROM evidence.application WHERE id = $1) WHERE id = $2`,
        [from.id, to.id],
      );
      await expect(store.open(to.id)).rejects.toThrow('does not open');
      expect(await toldOf()).toEqual([`evidence.application.statement_cipher:${to.id}`]);
      await tamper(
        database.evidenceUrl,
        `UPDATE evidence.file SET content = (SELECT content FROM evidence.file WHERE id = $1) WHERE id = $2`,
        [from.fileId, to.fileId],
      );
      await expect(store.openFile(to.id, to.fileId)).rejects.toThrow('does not open');
      expect((await toldOf()).map((subject) => subject.split('#')[0])).toEqual([`evidence.file.content:${to.fileId}`]);
      await tamper(
        database.evidenceUrl,
        `UPDATE evidence.application SET statement_cipher = set_byte(statement_cipher, 2, 9) WHERE id = $1`,
        [from.id],
      );
      await expect(store.open(from.id)).rejects.toThrow('no field key 9');
      expect(await toldOf()).toEqual([`evidence.application.statement_cipher:${from.id}`]);
    });

    it('a roster brings nobody in, and officers are told which piece it is', async () => {
      const [one, other] = [await desk.check(city, fileOf(someLines(3))), await desk.check(city, fileOf(someLines(3)))];
      await tamper(
        database.superuserUrl,
        `UPDATE import_piece SET sealed = (SELECT sealed FROM import_piece WHERE import_id = $1) WHERE import_id = $2`,
        [one.id, other.id],
      );
      await app.get(ImportsService).commit(city, 'members', other.id);
      await expect(app.get(ImportRunner).run(other.id)).rejects.toThrow('does not open');
      expect(await desk.view(city, other.id)).toMatchObject({ addedRows: 0 });
      expect((await toldOf())[0]).toMatch(/^import_piece\.sealed:/);
      await tamper(
        database.superuserUrl,
        'UPDATE import_piece SET sealed = set_byte(sealed, 2, 9) WHERE import_id = $1',
        [one.id],
      );
      await app.get(ImportsService).commit(city, 'members', one.id);
      await expect(app.get(ImportRunner).run(one.id)).rejects.toThrow('no field key 9');
      expect((await toldOf())[0]).toMatch(/^import_piece\.sealed:/);
      // What cannot be opened cannot be sealed anew either, and would hold up the next rotation: somebody has looked, and drops it.
      await app.database.transaction((tx) => tx.query('DELETE FROM import_piece'));
    });
  });

  it('are opened at every step while their key is changed, and the old one goes only after them (F58)', async () => {
    const rotation = app.get(KeyRotation);
    const workers = app.get(WorkerCases);
    const store = app.get(EvidenceStore);
    await tamperlessEvidence();
    const person = await onePerson(app);
    const { id } = await workers.apply(person, { code: 'HARDSHIP', level: 'DEEP', statement: WORDS, consent: 1 });
    const file = await workers.addFile(person, id, { fileName: 'a.pdf', content: aPdf('during-the-change') });
    const waiting = await desk.check(city, fileOf([...someLines(500), aLine(1, { name: '' })]));
    const failures: string[] = [];
    const load = { going: true };
    const seen = { reads: 0 };
    const reading = (async () => {
      while (load.going) {
        const opened = await store.open(id);
        const { content } = await store.openFile(id, file.id);
        const rows = await desk.errorRows(city, waiting.id);
        seen.reads += 1;
        if (!content.equals(aPdf('during-the-change')) || opened?.statement !== WORDS)
          failures.push('evidence differs');
        if (rows.length !== 2) failures.push(`${rows.length} refused rows`);
      }
    })().catch((error: unknown) => failures.push(String(error)));
    await rotation.add('fields');
    await rotation.use('fields');
    const begun = await desk.check(city, fileOf(someLines(500)));
    expect(await rotation.finish('fields')).toEqual([]);
    await rotation.work();
    const enough = seen.reads + 3;
    await until(() => failures.length > 0 || seen.reads >= enough);
    load.going = false;
    await reading;
    expect({ failures, gone: await rotation.finish('fields') }).toEqual({ failures: [], gone: [1] });
    expect(await desk.commit(city, waiting.id)).toMatchObject({ state: 'DONE', addedRows: 500, refusedRows: 1 });
    expect(await desk.commit(city, begun.id)).toMatchObject({ state: 'DONE', addedRows: 500 });
    expect((await store.openFile(id, file.id)).content).toEqual(aPdf('during-the-change'));
  });

  /** What the test before broke for good is erased, as somebody who has looked at the alert would. */
  async function tamperlessEvidence(): Promise<void> {
    const rows: { id: string }[] = await app.database.db.query('SELECT id FROM category_case');
    await app.get(EvidenceStore).erase(rows.map(({ id }) => id));
  }
});

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it did not come to be so');
}
