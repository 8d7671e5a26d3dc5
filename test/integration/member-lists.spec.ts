import { CampaignsService } from '../../src/modules/benefits/index.js';
import { OffersService } from '../../src/modules/benefits/offers/offers.service.js';
import { ListsService } from '../../src/modules/members/index.js';
import { listPeopleRequestSchema } from '../../src/modules/members/lists/list.schemas.js';
import { ManualClock } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';
import { makeIdNumber } from '../../src/shared/numbers/id-number.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer } from '../support/benefits.js';
import { Till } from '../support/signed-till.js';
import { type TestMember, World } from '../support/world.js';

const AMOUNT = 15_800;
const people = (given: { memberIds?: string[]; text?: string }) => listPeopleRequestSchema.parse(given);

describe('named lists of members', () => {
  const clock = new ManualClock('2017-01-21T10:00:00+08:00');
  let app: TestApp;
  let world: World;
  let lists: ListsService;
  const city = anOfficer();
  const parkA = anOfficer({ scope: ['/city/park-a/'] });
  let made = 0;

  beforeAll(async () => {
    app = await startApp({ clock });
    world = await World.build(app);
    lists = app.get(ListsService);
  });
  afterAll(() => app.close());

  async function aList(ownerOrgId = 'city'): Promise<string> {
    made += 1;
    return (await lists.create(city, { id: `list-${made}`, name: '首批名单', ownerOrgId })).id;
  }

  it('hold whom pasted ID numbers name, and say of each other line why not', async () => {
    const [id, one, two] = [await aList(), await world.aMember(), await world.aMember()];
    const nobody = makeIdNumber('360102', '1970-01-01', 7);
    const text = `身份证号码\n${one.idNumber}\n${nobody}\n110\n${one.idNumber}`;
    const first = await lists.add(city, id, people({ text, memberIds: [two.memberId] }));
    expect(first).toEqual({
      changed: 2,
      unchanged: 0,
      size: 2,
      refused: [
        { row: 3, reason: 'MEMBER_UNKNOWN', maskedValue: `3601**********${nobody.slice(14)}` },
        { row: 4, reason: 'ID_NUMBER_LENGTH', maskedValue: expect.any(String) },
        { row: 5, reason: 'REPEATED', maskedValue: expect.any(String) },
      ],
    });
    expect(await lists.add(city, id, people({ text: one.idNumber }))).toMatchObject({
      changed: 0,
      unchanged: 1,
      size: 2,
    });
    expect(await lists.remove(city, id, people({ text: one.idNumber }))).toMatchObject({ changed: 1, size: 1 });
    const { items } = await lists.listMembers(city, id, { limit: 10 });
    expect(items.map(({ memberId }) => memberId)).toEqual([two.memberId]);
    expect(await lists.get(city, id)).toMatchObject({ ownerName: '市总工会', size: 1 });
    const noted: { action: string; detail: unknown }[] = await app.database.db.query(
      `SELECT action, detail FROM audit_entry WHERE subject_kind = 'member-list' AND subject_id = $1 ORDER BY at, id`,
      [id],
    );
    expect(noted.map(({ action }) => action)).toEqual([
      'member-list.created',
      'member-list.added',
      'member-list.added',
      'member-list.removed',
    ]);
    expect(JSON.stringify(noted)).not.toContain(one.idNumber);
  });

  it('count right when many add the same people at once', async () => {
    const [id, members] = [await aList(), await world.someMembers(20)];
    const memberIds = members.map(({ memberId }) => memberId);
    await Promise.all(Array.from({ length: 10 }, () => lists.add(city, id, people({ memberIds }))));
    expect(await lists.get(city, id)).toMatchObject({ size: 20 });
    expect(await world.count('member_list_entry', `list_id = '${id}'`)).toBe(20);
  });

  it('stop at their limit without a half of a chunk', async () => {
    const [id, { memberId }] = [await aList(), await world.aMember()];
    await app.database.transaction((tx) => tx.query('UPDATE member_list SET size = 200000 WHERE id = $1', [id]));
    await expect(lists.add(city, id, people({ memberIds: [memberId] }))).rejects.toMatchObject({ name: 'LIST_FULL' });
    expect(await world.count('member_list_entry', `list_id = '${id}'`)).toBe(0);
    const ids = Array.from({ length: 5_000 }, () => newId());
    const tooMany = lists.add(city, id, people({ memberIds: ids, text: '110' }));
    await expect(tooMany).rejects.toMatchObject({ name: 'LIST_TOO_MANY_ROWS' });
  });

  it('belong to a union: others see neither them nor, through them, whose member somebody is', async () => {
    const [ofCity, ofPark] = [await aList('city'), await aList('park-a')];
    const elsewhere = await world.aMember({ orgId: 'u2' });
    await expect(lists.get(parkA, ofCity)).rejects.toMatchObject({ name: 'LIST_UNKNOWN' });
    await expect(lists.add(parkA, ofCity, people({ text: '1' }))).rejects.toMatchObject({ name: 'LIST_UNKNOWN' });
    expect((await lists.list(parkA, { limit: 100 })).items.map(({ id }) => id)).toEqual([ofPark]);
    const { changed, refused } = await lists.add(parkA, ofPark, people({ text: elsewhere.idNumber }));
    expect([changed, refused[0]?.reason]).toEqual([0, 'MEMBER_UNKNOWN']);
    const foreign = lists.create(parkA, { id: 'x', name: '名单', ownerOrgId: 'park-b' });
    await expect(foreign).rejects.toMatchObject({ name: 'LIST_OWNER_UNKNOWN' });
    const taken = lists.create(city, { id: ofCity, name: '名单', ownerOrgId: 'city' });
    await expect(taken).rejects.toMatchObject({ name: 'LIST_ID_TAKEN' });
  });

  it('decide at the till and on the phone, from the moment somebody is put on them', async () => {
    const till = new Till(world, await world.aTerminal()).at(app);
    const [id, member] = [await aList('park-a'), await world.aMember()];
    const give = (given: TestMember, benefit: string) =>
      till.redeem({ code: given.phone.show(clock.now()), amountFen: AMOUNT, benefit });
    const asks = (list: string) => ({
      combinator: 'and' as const,
      rules: [{ field: 'list' as const, operator: 'in' as const, value: list }],
    });
    const wanted = { kind: 'TARGETED' as const, budget: { from: 'city-2017', totalFen: 100_000 } };
    await world.publish({ ...wanted, id: 'of-list', audience: asks(id) });
    expect((await give(member, 'of-list')).json()).toMatchObject({ code: 'NOT_AVAILABLE' });
    const offered = async () =>
      (await app.get(OffersService).list({ kind: 'worker', loginId: newId(), memberId: member.memberId })).items.length;
    expect(await offered()).toBe(0);

    await lists.add(parkA, id, people({ memberIds: [member.memberId] }));
    clock.advance(60_000);
    expect(await offered()).toBe(1);
    expect((await give(member, 'of-list')).json()).toMatchObject({ code: 'REDEEMED' });
    clock.advance(60_000);
    await lists.remove(parkA, id, people({ memberIds: [member.memberId] }));
    expect((await give(member, 'of-list')).json()).toMatchObject({ code: 'NOT_AVAILABLE' });
  });

  it('must exist on the owner’s branch of the union before a campaign that asks about them goes out', async () => {
    const [below, other] = [await aList('park-a'), await aList('park-b')];
    const problemsOf = async (owner: string, list: string) => {
      made += 1;
      const publish = world.publish({
        id: `asks-${made}`,
        kind: 'TARGETED',
        owner,
        budget: undefined,
        audience: { combinator: 'and', rules: [{ field: 'list', operator: 'in', value: list }] },
      });
      return publish.then(
        () => [],
        (error: { details: { extra: { problems: { code: string }[] } } }) =>
          error.details.extra.problems.map(({ code }) => code),
      );
    };
    expect(await problemsOf('city', below)).toEqual([]);
    expect(await problemsOf('park-a', below)).toEqual([]);
    expect(await problemsOf('u1', below)).toEqual([]);
    expect(await problemsOf('u1', other)).toEqual(['AUDIENCE_UNKNOWN']);
    expect(await problemsOf('city', 'nobody-made-it')).toEqual(['AUDIENCE_UNKNOWN']);
  });

  it('leave an enterprise to be named by its id, at the till as at publishing', async () => {
    const [enterpriseId, member] = [newId(), await world.aMember()];
    await app.database.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO enterprise (id, credit_code, name, park_code, industry, condition, eligible, workers, surveyed_on)
         VALUES ($1, '91360100MA35TEST01', '一厂', 'A', 'textile', 'OPERATING', true, 10, '2016-01-01')`,
        [enterpriseId],
      );
      await tx.query('UPDATE member SET enterprise_id = $1 WHERE id = $2', [enterpriseId, member.memberId]);
    });
    await world.publish({
      id: 'of-enterprise',
      kind: 'TARGETED',
      budget: { from: 'city-2017', totalFen: 100_000 },
      audience: { combinator: 'and', rules: [{ field: 'enterprise', operator: 'in', value: [enterpriseId] }] },
    });
    const till = new Till(world, await world.aTerminal()).at(app);
    const body = { code: member.phone.show(clock.now()), amountFen: AMOUNT, benefit: 'of-enterprise' };
    expect((await till.redeem(body)).json()).toMatchObject({ code: 'REDEEMED' });
    await app.get(CampaignsService).act(city, 'of-enterprise', { action: 'END' });
  });
});
