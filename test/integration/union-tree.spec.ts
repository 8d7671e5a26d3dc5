import { AlertsService } from '../../src/modules/audit/index.js';
import { BudgetsService, ClaimsService } from '../../src/modules/benefits/index.js';
import { MembersService } from '../../src/modules/members/index.js';
import { OrganizationsService, StandardsService } from '../../src/modules/organizations/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer } from '../support/benefits.js';
import { drain } from '../support/drain.js';
import { UnionRig } from '../support/union-rig.js';
import { type TestMember, World } from '../support/world.js';

const clock = new ManualClock('2017-01-21T10:00:00+08:00');
let app: TestApp;
let world: World;
let rig: UnionRig;

beforeAll(async () => {
  app = await startApp({ clock, jobs: true });
  world = await World.build(app);
  rig = new UnionRig(app);
});
afterAll(() => app.close());

const membersSeen = async (scope: string): Promise<string[]> =>
  (await app.get(MembersService).search(anOfficer({ scope: [scope] }), { limit: 100 })).items.map(({ id }) => id);

describe('a union that moves', () => {
  it('takes everything below it along: its path, its park, and its district where it had none of its own', async () => {
    const standards = app.get(StandardsService);
    await standards.place(rig.city, 'park-a', '360102');
    await standards.place(rig.city, 'park-b', '360103');
    const union = await rig.aUnion('park-a');
    const [plain, placed] = [await rig.aUnion(union, 'GROUP'), await rig.aUnion(union, 'GROUP')];
    await standards.place(rig.city, placed, '360111');

    await rig.move(union, 'park-b');

    expect(await rig.rowOf(union)).toMatchObject({
      path: `/city/park-b/${union}/`,
      parkCode: 'B',
      districtCode: '360103',
    });
    expect(await rig.rowOf(plain)).toMatchObject({
      path: `/city/park-b/${union}/${plain}/`,
      parkCode: 'B',
      districtCode: '360103',
    });
    expect(await rig.rowOf(placed)).toMatchObject({ parkCode: 'B', districtCode: '360111' });
    await rig.move(union, 'city');
    expect(await rig.rowOf(plain)).toMatchObject({ path: `/city/${union}/${plain}/`, parkCode: null });
    expect(await rig.listStrays()).toEqual([]);
  });

  it('is seen where it went, with its people, and no more where it was', async () => {
    const union = await rig.aUnion('park-a');
    const { memberId } = await world.aMember({ orgId: union });
    expect(await membersSeen('/city/park-a/')).toContain(memberId);
    await rig.move(union, 'park-b');
    expect(await membersSeen('/city/park-a/')).not.toContain(memberId);
    expect(await membersSeen('/city/park-b/')).toContain(memberId);
  });

  it('takes along what stands against it, and the files on their way in', async () => {
    const union = await rig.aUnion('park-a');
    const path = `/city/park-a/${union}/`;
    await app.database.transaction(async (tx) => {
      await app
        .get(AlertsService)
        .raise(tx, { code: 'TEST', subjectKind: 'campaign', subjectId: union, orgPath: path, detail: {} });
      await tx.query(
        `INSERT INTO import_batch (id, kind, org_id, file_name, file_sha256, state, requested_by, scope, created_at)
         VALUES ($1, 'members', $2, 'a.csv', '', 'CHECKED', $1, $3, now())`,
        [world.newKey(), union, [path, '/city/park-b/']],
      );
    });
    await rig.move(union, 'park-b');
    const alerts = await app.get(AlertsService).list(anOfficer({ scope: ['/city/park-b/'] }));
    expect(alerts.map(({ subjectId }) => subjectId)).toContain(union);
    const [file]: { scope: string[] }[] = await app.database.db.query(
      'SELECT scope FROM import_batch WHERE org_id = $1',
      [union],
    );
    expect(file?.scope).toEqual([`/city/park-b/${union}/`, '/city/park-b/']);
  });

  it('leaves its figures with it, which hang on its id', async () => {
    const union = await rig.aUnion('park-a');
    await world.someMembers(3, { orgId: union });
    const figures = () =>
      app.database.db.query(
        `SELECT sum(members)::int AS members, sum(cards)::int AS cards FROM tally_change WHERE org_id = $1`,
        [union],
      );
    const before: unknown = await figures();
    await rig.move(union, 'park-b');
    expect(await figures()).toEqual(before);
    expect(before).toEqual([{ members: 3, cards: 3 }]);
  });

  it('is on record with where from, where to and why, and announced', async () => {
    const union = await rig.aUnion('park-a');
    await rig.move(union, 'park-b');
    const [entry]: { detail: unknown }[] = await app.database.db.query(
      `SELECT detail FROM audit_entry WHERE action = 'union-org.moved' AND subject_id = $1`,
      [union],
    );
    expect(entry?.detail).toEqual({
      from: '甲园区工会',
      to: '乙园区工会',
      fromOrgId: 'park-a',
      toOrgId: 'park-b',
      reason: '区划调整',
    });
    expect(await world.count('outbox', `event = 'org.moved' AND payload->>'orgId' = '${union}'`)).toBe(1);
  });

  it('is moved by who answers for it and for both places', async () => {
    const union = await rig.aUnion('park-a');
    await expect(rig.move(union, 'park-b', rig.parkA)).rejects.toMatchObject({ name: 'NOT_FOUND' });
    const parkB = anOfficer({ scope: ['/city/park-b/'] });
    await expect(rig.move(union, 'park-b', parkB)).rejects.toMatchObject({ name: 'NOT_FOUND' });
    const both = anOfficer({ scope: ['/city/park-b/', `/city/park-a/${union}/`] });
    await expect(rig.move(union, 'park-b', both)).rejects.toMatchObject({ name: 'ORG_TOP_OF_SCOPE' });
    await expect(rig.move('park-a', 'city')).rejects.toMatchObject({ name: 'ORG_FIXED' });
    await expect(rig.move(union, union)).rejects.toMatchObject({ name: 'ORG_UNDER_ITSELF' });
    expect(await rig.rowOf(union)).toMatchObject({ parkCode: 'A' });
  });

  it('stays while a line below it lives on money of a union it would leave, and goes once that is closed', async () => {
    const budgets = app.get(BudgetsService);
    const union = await rig.aUnion('park-a');
    await budgets.create(rig.city, {
      id: `p-${union}`,
      orgId: 'park-a',
      name: '园区',
      totalFen: 500,
      parentId: 'city-2017',
    });
    const line = { id: `l-${union}`, orgId: union, name: '基层工会经费', totalFen: 0, parentId: `p-${union}` };
    await budgets.create(rig.city, line);
    await expect(rig.move(union, 'park-b')).rejects.toMatchObject({
      name: 'ORG_MOVE_BLOCKED',
      details: { extra: { obstacles: [{ kind: 'BUDGET_LINES', count: 1, names: ['基层工会经费'] }] } },
    });
    await app.database.transaction((tx) =>
      tx.query(`UPDATE budget_line SET state = 'CLOSED' WHERE id = $1`, [line.id]),
    );
    await rig.move(union, 'park-b');
    expect(await rig.rowOf(union)).toMatchObject({ parkCode: 'B' });
  });

  it('is made with its park by who looks after the city, heads unions there, and stands right under the city’s', async () => {
    const park = { name: '丙园区', tier: 'MUNICIPAL' } as const;
    const wanted = { parentId: 'city', level: 'PARK', name: '丙园区工会', reason: '新设园区', park } as const;
    const made = await rig.tree.create(rig.city, wanted);
    expect(made).toMatchObject({ level: 'PARK', parkCode: 'P1' });
    expect(await rig.rowOf(made.id)).toMatchObject({ path: `/city/${made.id}/`, parkCode: 'P1' });
    expect(await world.count('park', `code = 'P1' AND name = '丙园区' AND org_id = '${made.id}'`)).toBe(1);

    const [born, came] = [await rig.aUnion(made.id), await rig.aUnion('park-a')];
    await rig.move(came, made.id);
    expect([await rig.rowOf(born), await rig.rowOf(came)]).toMatchObject([{ parkCode: 'P1' }, { parkCode: 'P1' }]);
    await expect(rig.tree.create(rig.city, { ...wanted, name: '丙园区总工会' })).rejects.toMatchObject({
      name: 'PARK_NAME_TAKEN',
    });
    const other = { ...wanted, name: '丁园区工会', park: { ...park, name: '丁园区' } };
    await expect(rig.tree.create(rig.parkA, other)).rejects.toMatchObject({ name: 'NOT_FOUND' });
    await expect(rig.tree.create(rig.city, { ...other, parentId: 'park-a' })).rejects.toMatchObject({
      name: 'ORG_LEVEL_WRONG',
    });
    expect(await rig.tree.create(rig.city, other)).toMatchObject({ parkCode: 'P2' });
  });

  it('keeps a line whose money comes from the city, which stays above', async () => {
    const union = await rig.aUnion('park-a');
    const line = { id: `c-${union}`, orgId: union, name: '直拨', totalFen: 100, parentId: 'city-2017' };
    await app.get(BudgetsService).create(rig.city, line);
    await rig.move(union, 'park-b');
    expect(await rig.rowOf(union)).toMatchObject({ parkCode: 'B' });
  });
});

describe('what a union had given', () => {
  const publish = async (id: string, owner: string): Promise<void> => {
    await world.publish({
      id,
      owner,
      mechanism: {
        type: 'VOUCHER_PACK',
        voucher: { thresholdFen: 5_000, offFen: 1_000 },
        count: 1,
        claims: 50,
        claim: { from: '2017-01-20T10:00:00+08:00', to: '2017-01-22T10:00:00+08:00' },
      },
      budget: { from: 'city-2017', totalFen: 50_000 },
      stacking: { group: id },
    });
    await drain(app);
  };
  const stateOf = async (campaign: string, { memberId }: TestMember) => {
    const rows: { state: string }[] = await app.database.db.query(
      'SELECT state FROM holding WHERE campaign_id = $1 AND member_id = $2',
      [campaign, memberId],
    );
    return rows[0]?.state;
  };

  it('ends with the move for who is below it no more, and its money is free again; the city’s stays', async () => {
    await publish('of-city', 'city');
    await publish('of-park', 'park-a');
    const union = await rig.aUnion('park-a');
    const moved = await world.aMember({ orgId: union });
    const stays = await world.aMember({ orgId: 'u1' });
    for (const member of [moved, stays])
      for (const campaign of ['of-city', 'of-park']) await app.get(ClaimsService).claim(member.memberId, campaign);
    const { heldFen } = await world.runtime('of-park');

    await rig.move(union, 'park-b');
    await drain(app);

    expect(await stateOf('of-park', moved)).toBe('REVOKED');
    expect(await stateOf('of-city', moved)).toBe('LIVE');
    expect(await stateOf('of-park', stays)).toBe('LIVE');
    expect((await world.runtime('of-park')).heldFen).toBe(heldFen - 1_000);
  });
});

describe('a union that is dissolved', () => {
  it('says at once everything that stands against it', async () => {
    const union = await rig.aUnion('park-a');
    await rig.aUnion(union, 'GROUP');
    await world.someMembers(2, { orgId: union });
    const line = { id: `d-${union}`, orgId: union, name: '活动经费', totalFen: 100, parentId: 'city-2017' };
    await app.get(BudgetsService).create(rig.city, line);
    await expect(rig.dissolve(union)).rejects.toMatchObject({
      name: 'ORG_DISSOLVE_BLOCKED',
      details: {
        extra: {
          obstacles: [
            { kind: 'UNIONS', count: 1 },
            { kind: 'MEMBERS', count: 2, names: [] },
            { kind: 'BUDGET_LINES', count: 1, names: ['活动经费'] },
          ],
        },
      },
    });
    expect(await rig.rowOf(union)).toMatchObject({ dissolved: false });
  });

  it('stays in history and is nowhere to be chosen', async () => {
    const organizations = app.get(OrganizationsService);
    const union = await rig.aUnion('park-a');
    await rig.tree.rename(rig.city, union, { name: '洪都机械厂工会', reason: '更名' });
    const named = async () => (await organizations.searchNames('洪都机械')).map(({ id }) => id);
    const ids = async () =>
      (await organizations.list(rig.city, { parentId: 'park-a', limit: 100 })).items.map(({ id }) => id);
    expect(await ids()).toContain(union);
    expect(await named()).toEqual([union]);
    await rig.dissolve(union);
    expect(await ids()).not.toContain(union);
    expect(await named()).toEqual([]);
    await expect(organizations.get(app.database.db, rig.city, union)).rejects.toMatchObject({ name: 'NOT_FOUND' });
    await expect(organizations.findAnywhere(app.database.db, union)).resolves.toBeNull();
    await expect(rig.aUnion(union, 'GROUP')).rejects.toMatchObject({ name: 'NOT_FOUND' });
    await expect(rig.dissolve(union)).rejects.toMatchObject({ name: 'NOT_FOUND' });
    expect(await rig.rowOf(union)).toMatchObject({ dissolved: true });
  });

  it('leaves its enterprises without a union', async () => {
    const union = await rig.aUnion('park-a');
    await app.database.transaction((tx) =>
      tx.query(
        `INSERT INTO enterprise (id, credit_code, name, park_code, union_org_id, condition, eligible, workers, surveyed_on)
         VALUES ($1, $2, '某厂', 'A', $3, 'OPERATING', true, 10, '2016-12-31')`,
        [world.newKey(), `91360100${union.slice(-10).toUpperCase()}`, union],
      ),
    );
    await rig.dissolve(union);
    expect(await world.count('enterprise', `union_org_id = '${union}'`)).toBe(0);
  });

  it('takes nobody even from a statement that never looked', async () => {
    const union = await rig.aUnion('park-a');
    await rig.dissolve(union);
    await expect(world.aMember({ orgId: union })).rejects.toThrow('was dissolved');
    expect(await world.count('member', `org_id = '${union}'`)).toBe(0);
  });
});

it('gives a union a name its neighbours do not have', async () => {
  const union = await rig.aUnion('park-a');
  await expect(rig.tree.rename(rig.city, union, { name: '一厂工会', reason: '更名' })).rejects.toMatchObject({
    name: 'ORG_NAME_TAKEN',
  });
  await expect(rig.tree.rename(rig.parkA, union, { name: '三厂工会', reason: '更名' })).resolves.toMatchObject({
    name: '三厂工会',
  });
  await expect(rig.tree.rename(rig.city, union, { name: '三厂工会', reason: '更名' })).resolves.toBeDefined();
});
