import { MemberLoader, MembersService, type NewMember } from '../../src/modules/members/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { makeIdNumber } from '../../src/shared/numbers/id-number.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';

let made = 0;

function aMember(given: Partial<NewMember> = {}): NewMember {
  made += 1;
  return {
    orgId: 'u1',
    enterpriseId: null,
    name: '李明',
    gender: 'M',
    birthOn: '1990-01-31',
    joinedOn: '2020-01-05',
    idNumber: makeIdNumber('360102', '1990-01-31', made),
    phone: `137${String(made).padStart(8, '0')}`,
    ...given,
  };
}

describe('members', () => {
  let app: TestApp;
  let members: MembersService;
  const clock = new ManualClock('2026-11-22T09:00:00+08:00');
  const city = anOfficer();
  const parkA = anOfficer({ scope: ['/city/park-a/'] });
  const join = (member: NewMember) => app.database.transaction((tx) => members.join(tx, member));

  beforeAll(async () => {
    app = await startApp({ clock });
    members = app.get(MembersService);
    await seedPlaces(app.database);
  });
  afterAll(() => app.close());

  it('are found by the beginning of a name, a whole phone, a whole ID number, a member number', async () => {
    const person = aMember({ name: '诸葛亮亮' });
    const { memberId, memberNo } = await join(person);
    for (const q of ['诸葛', person.phone, person.idNumber, memberNo]) {
      const { items } = await members.search(city, { q, limit: 10 });
      expect(items.map(({ id }) => id)).toEqual([memberId]);
    }
    for (const q of ['亮亮', person.phone.slice(0, 10), person.idNumber.slice(0, 17), '%']) {
      expect((await members.search(city, { q, limit: 10 })).items).toEqual([]);
    }
  });

  it('show their numbers masked, and whole only for a purpose that is on record', async () => {
    const person = aMember();
    const { memberId } = await join(person);
    const view = await members.get(city, memberId);
    expect(view.phoneMasked).toBe(`${person.phone.slice(0, 3)}****${person.phone.slice(7)}`);
    expect(view.idNumberMasked).toBe(`3601**********${person.idNumber.slice(14)}`);
    expect(await members.reveal(city, memberId, '核对身份信息')).toEqual({
      idNumber: person.idNumber,
      phone: person.phone,
    });
    const rows: { actor_id: string; detail: unknown }[] = await app.database.db.query(
      `SELECT actor_id, detail FROM audit_entry WHERE action = 'member.revealed' AND subject_id = $1`,
      [memberId],
    );
    expect(rows).toEqual([{ actor_id: city.loginId, detail: { purpose: '核对身份信息' } }]);
  });

  it('of another subtree are not there', async () => {
    const { memberId } = await join(aMember({ orgId: 'u2', name: '外园人' }));
    await expect(members.get(parkA, memberId)).rejects.toMatchObject({ name: 'MEMBER_UNKNOWN' });
    await expect(members.reveal(parkA, memberId, '核对身份信息')).rejects.toMatchObject({ name: 'MEMBER_UNKNOWN' });
    expect((await members.search(parkA, { q: '外园人', limit: 10 })).items).toEqual([]);
    expect((await members.search(city, { orgId: 'park-b', limit: 100 })).items.map(({ id }) => id)).toContain(memberId);
    expect((await members.search(parkA, { orgId: 'park-b', limit: 100 })).items).toEqual([]);
  });

  it('join once: the same ID number or phone is refused, also when fifty ask at once', async () => {
    const person = aMember();
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => join(person)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(join(person)).rejects.toMatchObject({ name: 'MEMBER_ALREADY' });
    await expect(join(aMember({ phone: person.phone }))).rejects.toMatchObject({ name: 'PHONE_TAKEN' });
  });

  it('list page by page, each once', async () => {
    await app.database.transaction((tx) =>
      app.get(MemberLoader).insertChunk(
        tx,
        Array.from({ length: 25 }, () => aMember({ name: '翻页人' })),
      ),
    );
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<MembersService['search']>> = await members.search(city, {
        q: '翻页人',
        limit: 10,
        ...(cursor === null ? {} : { cursor }),
      });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(25);
    expect(seen).toHaveLength(25);
  });

  it('hold nothing in the table that shows an ID number or a phone', async () => {
    const person = aMember();
    const { memberId } = await join(person);
    const [row]: { text: string }[] = await app.database.db.query(
      `SELECT row_to_json(m)::text || row_to_json(l)::text AS text FROM member m JOIN login l ON l.member_id = m.id WHERE m.id = $1`,
      [memberId],
    );
    for (const secret of [person.idNumber, person.phone]) {
      expect(row?.text).not.toContain(secret);
      expect(row?.text).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });
});
