import { CaseClock, CategoryReminders, StandingService } from '../../src/modules/members/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { DAY_MS, shanghaiDate } from '../../src/shared/time.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { people, type Person } from '../support/cards.js';
import { CategoryDesk } from '../support/category-desk.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { SmsProvider } from '../support/sms-provider.js';

const START = '2026-11-23T10:00:00+08:00';
const MINUTE_MS = 60_000;

describe('a category that ends soon', () => {
  const clock = new ManualClock(START);
  let database: TestDatabase;
  let provider: SmsProvider;
  /** Two jobs processes of one product. */
  let app: TestApp;
  let second: TestApp;
  let desk: CategoryDesk;

  beforeAll(async () => {
    provider = await SmsProvider.start();
    database = await freshDatabase();
    app = await startApp({ clock, database, config: provider.config });
    second = await startApp({ clock, database, keyring: app.keyring, config: provider.config });
    await seedPlaces(app.database);
    desk = new CategoryDesk(app, clock);
  });
  afterAll(async () => {
    await app.close();
    await second.close();
    await database.drop();
    await provider.stop();
  });
  beforeEach(() => {
    provider.does = 'take';
    provider.meanwhile = () => undefined;
    provider.taken.length = 0;
  });

  /** People granted something on one day, at ten in the morning of a day with so many days to go. */
  async function endingIn(days: number, count = 1): Promise<{ persons: Person[]; person: Person; untilOn: string }> {
    const persons = await people(app, count);
    for (const person of persons.slice(1)) await desk.posted(person);
    const [person] = persons;
    if (person === undefined) throw new Error('nobody');
    await desk.granted(person);
    const rows: { untilOn: string }[] = await app.database.db.query(
      'SELECT DISTINCT until_on::text AS "untilOn" FROM member_category WHERE member_id = ANY($1::uuid[])',
      [persons.map(({ memberId }) => memberId)],
    );
    expect(rows).toHaveLength(1);
    const untilOn = rows[0]?.untilOn ?? '';
    clock.set(`${shanghaiDate(Date.parse(`${untilOn}T10:00:00+08:00`) - days * DAY_MS)}T10:00:00+08:00`);
    return { persons, person, untilOn };
  }
  const send = (of: TestApp = app) => of.get(CategoryReminders).send();
  const textsTo = ({ phone }: Person) => provider.taken.filter((one) => one.phone === phone).map(({ text }) => text);

  it('is texted to the member 30 and 7 days before, once each, in words that name nothing', async () => {
    const { person, untilOn } = await endingIn(31);
    await send();
    expect(textsTo(person)).toEqual([]);
    clock.advance(DAY_MS);
    await Promise.all([send(), send(second), send(), send(second)]);
    await send();
    const [year, month, day] = untilOn.split('-').map(Number);
    const text = `【南昌职工卡】您的一项待遇将于${year}年${month}月${day}日到期，请登录职工卡页面查看。`;
    expect(textsTo(person)).toEqual([text]);
    clock.advance(22 * DAY_MS);
    await send();
    expect(textsTo(person)).toEqual([text]);
    clock.advance(DAY_MS);
    await send();
    await send(second);
    expect(textsTo(person)).toEqual([text, text]);
    clock.advance(8 * DAY_MS);
    await app.get(CaseClock).watch();
    await send();
    expect(provider.taken).toHaveLength(2);
    expect(await app.database.db.query('SELECT * FROM category_reminder')).toEqual([]);
  });

  it('is not texted at night, nor to who renewed it or left', async () => {
    const { persons } = await endingIn(30, 3);
    const [renewed, left, control] = persons;
    clock.set(`${shanghaiDate(clock.now().getTime())}T20:00:00+08:00`);
    await send();
    expect(provider.taken).toEqual([]);
    clock.advance(13 * 60 * MINUTE_MS);
    await app.database.transaction((tx) =>
      tx.query('UPDATE member_category SET until_on = until_on + 365 WHERE member_id = $1', [renewed?.memberId]),
    );
    const step = { step: 'WITHDRAW', reason: '离开南昌' } as const;
    await app.get(StandingService).change(anOfficer(), left?.memberId ?? '', step);
    await send();
    expect(provider.taken.map(({ phone }) => phone)).toEqual([control?.phone]);
  });

  it('is texted for a while at a turn, each taken when it is sent, and not into the evening', async () => {
    await endingIn(30, 5);
    clock.advance(9 * 60 * MINUTE_MS + 50 * MINUTE_MS);
    provider.meanwhile = () => clock.advance(4 * MINUTE_MS);
    await send();
    expect(provider.taken).toHaveLength(2);
    const takenAt: { at: Date }[] = await app.database.db.query(
      'SELECT claimed_at AS at FROM category_reminder WHERE claimed_at IS NOT NULL AND until_on = $1 ORDER BY claimed_at',
      [shanghaiDate(clock.now().getTime() + 30 * DAY_MS)],
    );
    expect(takenAt.map(({ at }) => at.getTime() - clock.now().getTime())).toEqual([-8 * MINUTE_MS, -4 * MINUTE_MS]);
    // It is two minutes to eight: one more goes out, then it is evening.
    await send();
    await send();
    expect(provider.taken).toHaveLength(3);
    provider.meanwhile = () => undefined;
    clock.advance(13 * 60 * MINUTE_MS);
    await send();
    expect(provider.taken).toHaveLength(5);
  });

  it('is looked for in the order it is taken in, without sorting what waits', async () => {
    const plan: { 'QUERY PLAN': string }[] = await app.database.transaction(async (tx) => {
      await tx.query('SET LOCAL enable_seqscan = off');
      return tx.query(
        'EXPLAIN SELECT entry_id FROM category_reminder WHERE sent_at IS NULL ORDER BY claimed_at NULLS FIRST LIMIT 1',
      );
    });
    const lines = plan.map((line) => line['QUERY PLAN']).join(' ');
    expect(lines).toContain('category_reminder_waiting');
    expect(lines).not.toContain('Sort');
  });

  it('is texted after all when the process that had taken it is gone, and when the provider is back', async () => {
    const { person } = await endingIn(7);
    provider.does = 'hang';
    const dying = send(second);
    await until(async () => {
      const rows: unknown[] = await app.database.db.query(
        'SELECT 1 FROM category_reminder WHERE claimed_at IS NOT NULL AND sent_at IS NULL',
      );
      return rows.length > 0;
    });
    provider.does = 'take';
    await send();
    expect(textsTo(person)).toEqual([]);
    clock.advance(10 * MINUTE_MS);
    await send();
    await dying;
    expect(textsTo(person)).toHaveLength(1);
    await send(second);
    expect(textsTo(person)).toHaveLength(1);

    const next = await endingIn(7);
    provider.does = 'refuse';
    await send();
    provider.does = 'take';
    await send();
    expect(textsTo(next.person)).toEqual([]);
    clock.advance(10 * MINUTE_MS);
    await send();
    expect(textsTo(next.person)).toHaveLength(1);
  });
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it did not come to be so');
}
