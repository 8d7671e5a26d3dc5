import { CategoriesService, TransfersService } from '../../src/modules/members/index.js';
import { type TestApp, startApp } from '../support/app.js';
import { anOfficer } from '../support/benefits.js';
import { World } from '../support/world.js';

let app: TestApp;
let world: World;

beforeAll(async () => {
  app = await startApp();
  world = await World.build(app);
});
afterAll(() => app.close());

const orgOf = async (memberId: string): Promise<string> => {
  const rows: { org_id: string }[] = await app.database.db.query('SELECT org_id FROM member WHERE id = $1', [memberId]);
  return rows[0]?.org_id ?? '';
};

describe('a member who moves to another union', () => {
  it('belongs there from now on, on record and announced', async () => {
    const { memberId } = await world.aMember({ orgId: 'u1' });
    await app.get(TransfersService).transfer(world.maker, memberId, { orgId: 'u2' });
    expect(await orgOf(memberId)).toBe('u2');
    const [event]: { payload: unknown }[] = await app.database.db.query(
      `SELECT payload FROM outbox WHERE event = 'member.transferred'`,
    );
    expect(event?.payload).toMatchObject({
      memberId,
      fromOrgPath: '/city/park-a/u1/',
      toOrgPath: '/city/park-b/u2/',
    });
    expect(await world.count('audit_entry', `action = 'member.transferred' AND subject_id = '${memberId}'`)).toBe(1);
  });

  it('is moved only by who looks after both unions', async () => {
    const { memberId } = await world.aMember({ orgId: 'u1' });
    const parkOfficer = anOfficer({ scope: ['/city/park-a/'] });
    const stranger = anOfficer({ scope: ['/city/park-b/'] });
    const transfers = app.get(TransfersService);
    await expect(transfers.transfer(parkOfficer, memberId, { orgId: 'u2' })).rejects.toThrow('nothing here');
    await expect(transfers.transfer(stranger, memberId, { orgId: 'u2' })).rejects.toThrow('no such member');
    expect(await orgOf(memberId)).toBe('u1');
  });

  it('cannot be given an employer nobody knows', async () => {
    const { memberId } = await world.aMember({ orgId: 'u1' });
    const to = { orgId: 'u2', enterpriseId: '01900000-0000-7000-8000-000000000000' };
    await expect(app.get(TransfersService).transfer(world.maker, memberId, to)).rejects.toThrow('no such enterprise');
    expect(await orgOf(memberId)).toBe('u1');
  });
});

describe('a category that is replaced', () => {
  const entry = { code: 'HARDSHIP', level: 'DEEP', untilOn: null, basis: 'test' };

  it('leaves one entry that holds, and the one before as history', async () => {
    const { maker, checker } = world;
    const { memberId } = await world.aMember({ categories: [{ code: 'HARDSHIP', level: 'SUDDEN' }] });
    const categories = app.get(CategoriesService);
    await categories.replaceDirectly({ memberId, entry, maker, checker });
    const rows: { level: string; state: string }[] = await app.database.db.query(
      'SELECT level, state FROM member_category WHERE member_id = $1 ORDER BY level',
      [memberId],
    );
    expect(rows).toEqual([
      { level: 'DEEP', state: 'GRANTED' },
      { level: 'SUDDEN', state: 'ENDED' },
    ]);
    await categories.end(maker, memberId, 'HARDSHIP');
    await expect(categories.end(maker, memberId, 'HARDSHIP')).rejects.toThrow('does not have this category');
  });

  it('is refused with a level or a day that cannot be', async () => {
    const { maker, checker } = world;
    const { memberId } = await world.aMember();
    const replace = (change: Partial<typeof entry> | { untilOn: string }) =>
      app.get(CategoriesService).replaceDirectly({ memberId, entry: { ...entry, ...change }, maker, checker });
    await expect(replace({ level: 'LIGHT' })).rejects.toThrow('other levels');
    await expect(replace({ untilOn: '2000-01-01' })).rejects.toThrow('in the past');
    await expect(replace({ code: 'KING' })).rejects.toThrow('no such category');
  });
});
