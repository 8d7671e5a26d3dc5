import { CampaignsService, HolidaysService } from '../../src/modules/benefits/index.js';
import type { CampaignDefinitionInput } from '../../src/modules/benefits/campaigns/campaign.schemas.js';
import { OffersService } from '../../src/modules/benefits/offers/offers.service.js';
import { ManualClock } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import { aCampaign, anOfficer, seedPlaces } from '../support/benefits.js';

describe('what a worker sees of benefits', () => {
  let app: TestApp;
  const clock = new ManualClock('2017-01-10T09:00:00+08:00');
  const [maker, checker] = [anOfficer(), anOfficer()];
  const offersOf = async (memberId: string) =>
    (await app.get(OffersService).list({ kind: 'worker', loginId: newId(), memberId })).items;
  const labelsOf = async (memberId: string) => (await offersOf(memberId)).map(({ label }) => label);

  /** Published, paid by the merchant, so that a test need not open a budget line. */
  async function publish(label: string, given: Partial<CampaignDefinitionInput> = {}): Promise<string> {
    const id = `offer-${newId()}`;
    const definition = aCampaign({ id, label, budget: undefined, ...given });
    await app.get(CampaignsService).publishDirectly({ definition, maker, checker });
    return id;
  }

  async function aMember(orgId: string, category?: { code: string; untilOn: string | null }): Promise<string> {
    const id = newId();
    await app.database.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO member (id, member_no, org_id, name, gender, birth_on, joined_on, id_number_cipher, id_number_hash, phone_cipher,
           phone_hash, membership, created_at)
         VALUES ($1::uuid, $1::text, $2, '吴敏', 'F', '1985-03-01', '2010-05-01', ''::bytea, $3, ''::bytea, $3, 'ACTIVE', now())`,
        [id, orgId, Buffer.from(id)],
      );
      if (category)
        await tx.query(
          `INSERT INTO member_category (id, member_id, code, from_on, until_on, state, basis, proposed_by, decided_by, created_at)
           VALUES ($1, $2, $3, '2016-01-01', $4, 'GRANTED', '证明', $5, $6, now())`,
          [newId(), id, category.code, category.untilOn, newId(), newId()],
        );
    });
    return id;
  }

  const hardship = {
    combinator: 'and' as const,
    rules: [{ field: 'category' as const, operator: 'has' as const, value: 'HARDSHIP' }],
  };

  beforeAll(async () => {
    app = await startApp({ clock });
    await seedPlaces(app.database);
  });
  afterAll(() => app.close());
  beforeEach(() => clock.set('2017-01-10T09:00:00+08:00'));
  afterEach(async () => {
    clock.set('2018-01-01T00:00:00+08:00');
    await app.get(CampaignsService).endDue();
  });

  it('shows everybody the universal ones and only the audience the targeted ones, told alike', async () => {
    await publish('全员满减');
    await publish('暖心满减', { kind: 'TARGETED', audience: hardship });
    const meant = await aMember('u1', { code: 'HARDSHIP', untilOn: '2017-01-10' });
    expect(await labelsOf(await aMember('u1'))).toEqual(['全员满减']);
    const [one, other] = await offersOf(meant);
    expect(Object.keys(one ?? {}).sort()).toEqual(Object.keys(other ?? {}).sort());
    expect(await labelsOf(meant)).toHaveLength(2);
    expect(JSON.stringify([one, other])).not.toMatch(/TARGETED|HARDSHIP|UNIVERSAL/);
    clock.set('2017-01-11T00:00:00+08:00');
    expect(await labelsOf(meant)).toEqual(['全员满减']);
  });

  it('shows those of a park only to members below it', async () => {
    await publish('园区满减', { owner: 'park-a' });
    expect(await labelsOf(await aMember('u1'))).toEqual(['园区满减']);
    expect(await labelsOf(await aMember('u2'))).toEqual([]);
  });

  it('hides what is paused, not begun or over', async () => {
    const id = await publish('周末满减');
    const member = await aMember('u1');
    await app.get(CampaignsService).act(maker, id, { action: 'PAUSE' });
    expect(await labelsOf(member)).toEqual([]);
    await app.get(CampaignsService).act(maker, id, { action: 'RESUME' });
    clock.set('2016-12-31T23:59:59.999+08:00');
    expect(await labelsOf(member)).toEqual([]);
    clock.set('2017-01-01T00:00:00+08:00');
    expect(await labelsOf(member)).toEqual(['周末满减']);
    clock.set('2017-02-01T00:00:00+08:00');
    expect(await labelsOf(member)).toEqual([]);
  });

  it('names the stores, those of the own park first, or says that it is everywhere', async () => {
    await publish('商户满减', { where: { merchants: ['wal'] } });
    await publish('餐饮满减', { where: { merchantCategories: ['RESTAURANT'] } });
    await publish('到处满减');
    const offers = await offersOf(await aMember('u2'));
    const placesOf = (label: string) =>
      offers.find((offer) => offer.label === label)?.places.map(({ storeId }) => storeId);
    expect(placesOf('商户满减')).toEqual(['wal-2', 'wal-1']);
    expect(placesOf('餐饮满减')).toEqual(['tea-1']);
    expect(offers.find(({ label }) => label === '到处满减')).toMatchObject({ everywhere: true, places: [] });
  });

  it('counts down what the person may still use today', async () => {
    const id = await publish('每日两次', { limits: [{ per: 'MEMBER', period: 'DAY', times: 2 }] });
    const member = await aMember('u1');
    await app.database.transaction((tx) =>
      tx.query('INSERT INTO limit_counter (key, times) VALUES ($1, 1)', [`MEMBER:${member}:${id}:D2017-01-10`]),
    );
    expect(await offersOf(member)).toMatchObject([{ remaining: { timesToday: 1 } }]);
    expect(await offersOf(await aMember('u1'))).toMatchObject([{ remaining: { timesToday: 2 } }]);
    clock.set('2017-01-11T00:00:00+08:00');
    expect(await offersOf(member)).toMatchObject([{ remaining: { timesToday: 2 } }]);
  });

  it('says whether it runs at this moment, by weekday, hour and the holiday table', async () => {
    await publish('工作日满减', {
      when: {
        from: '2017-01-01T00:00:00+08:00',
        to: '2017-03-01T00:00:00+08:00',
        hours: ['09:00-21:00'],
        dayKinds: ['WORKDAY'],
      },
    });
    const member = await aMember('u1');
    const runsAt = async (at: string) => {
      clock.set(at);
      return (await offersOf(member))[0]?.runningNow;
    };
    expect(await runsAt('2017-01-10T08:59:59.999+08:00')).toBe(false);
    expect(await runsAt('2017-01-10T09:00:00+08:00')).toBe(true);
    expect(await runsAt('2017-02-04T10:00:00+08:00')).toBe(false);
    await app
      .get(HolidaysService)
      .putYear(maker, { year: 2017, days: [{ dateOn: '2017-02-04', kind: 'WORKDAY', name: '春节调休上班' }] });
    expect(await runsAt('2017-02-04T10:00:00+08:00')).toBe(true);
  });

  it('replaces the holidays of one year and leaves the others', async () => {
    const holidays = app.get(HolidaysService);
    const of = (year: number) => ({ dateOn: `${year}-10-01`, kind: 'HOLIDAY' as const, name: '国庆节' });
    await holidays.putYear(maker, { year: 2026, days: [of(2026)] });
    await holidays.putYear(maker, { year: 2027, days: [of(2027)] });
    await holidays.putYear(maker, { year: 2026, days: [] });
    expect(await holidays.getYear(2026)).toEqual({ year: 2026, days: [] });
    expect(await holidays.getYear(2027)).toEqual({ year: 2027, days: [of(2027)] });
  });

  it('shows nothing to somebody who is no member any more', async () => {
    expect(await offersOf(newId())).toEqual([]);
  });
});
