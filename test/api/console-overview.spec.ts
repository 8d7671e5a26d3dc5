import { OrganizationsService } from '../../src/modules/organizations/index.js';
import { TalliesService } from '../../src/modules/reporting/index.js';
import { Authenticators } from '../../src/platform/http/access.guard.js';
import type { OfficerCaller, OfficerRole } from '../../src/shared/caller.js';
import { newId } from '../../src/shared/ids.js';
import { startApp, type TestApp } from '../support/app.js';

let app: TestApp;
let officer: OfficerCaller;

const officerOf = (scope: string, role: OfficerRole = 'CITY_ADMIN'): OfficerCaller => ({
  kind: 'officer',
  loginId: newId(),
  displayName: 'Wang',
  roles: [role],
  permissions: new Set(['overview.read', 'campaigns.read', 'system.read']),
  scope: [scope],
});

beforeAll(async () => {
  app = await startApp();
  app.get(Authenticators).register('console', { authenticate: () => Promise.resolve(officer) });
  const organizations = app.get(OrganizationsService);
  await app.database.transaction(async (tx) => {
    await organizations.createOrg(tx, { id: 'city', parentId: null, level: 'CITY', name: '市总工会' });
    for (const park of ['a', 'b']) {
      await organizations.createOrg(tx, { id: `park-${park}`, parentId: 'city', level: 'PARK', name: `园区${park}` });
      await organizations.createPark(tx, {
        code: park.toUpperCase(),
        name: `园区${park}`,
        tier: 'NATIONAL',
        orgId: `park-${park}`,
      });
      await organizations.createOrg(tx, {
        id: `union-${park}`,
        parentId: `park-${park}`,
        level: 'GRASSROOTS',
        name: `工会${park}`,
      });
    }
    await seed((sql, values) => tx.query(sql, values));
  });
  await app.get(TalliesService).fold();
});
afterAll(() => app.close());
beforeEach(() => {
  officer = officerOf('/city/');
});

/** Park A: 4 enterprises of which 3 eligible, 2 with a union; 2 members and 1 card that counts. Park B: 1 enterprise, no union. */
async function seed(run: (sql: string, values: unknown[]) => Promise<unknown>): Promise<void> {
  const enterprise = (code: string, park: string, union: string | null, eligible: boolean, workers: number) =>
    run(
      `INSERT INTO enterprise (id, credit_code, name, park_code, union_org_id, industry, condition, eligible, workers, surveyed_on)
       VALUES ($1, $2, 'e', $3, $4, 'X', 'OPERATING', $5, $6, '2016-12-31')`,
      [newId(), code, park, union, eligible, workers],
    );
  await enterprise('1', 'A', 'union-a', true, 3);
  await enterprise('2', 'A', 'union-a', true, 1);
  await enterprise('3', 'A', null, true, 4);
  await enterprise('4', 'A', null, false, 100);
  await enterprise('5', 'B', null, true, 10);
  const states = [
    ['ACTIVE', 'ACTIVE'],
    ['RETAINED', 'CANCELLED'],
    ['WITHDRAWN', 'REPLACED'],
  ] as const;
  for (const [at, [membership, cardState]] of states.entries()) {
    const id = newId();
    await run(
      `INSERT INTO member (id, member_no, org_id, name, gender, birth_on, joined_on, id_number_cipher, id_number_hash, phone_cipher, phone_hash, membership, created_at)
       VALUES ($1, $2, 'union-a', '王', 'F', '1990-01-01', '2016-01-01', '', $3, '', $3, $4, now())`,
      [id, String(at), Buffer.from([at]), membership],
    );
    await run(
      `INSERT INTO card (id, card_no, member_id, state, created_at, updated_at) VALUES ($1, $2, $3, $4, now(), now())`,
      [newId(), at + 1, id, cardState],
    );
  }
}

const get = (url: string) => app.fastify.inject({ method: 'GET', url });

describe('GET /console/v1/overview', () => {
  it('shows the city: rates of the sums, members who left and cards that were replaced not counted', async () => {
    const answer = await get('/console/v1/overview');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      asOf: expect.stringMatching(/\+08:00$/),
      workers: 18,
      members: 2,
      cards: 1,
      activeCards: 1,
      usedCards: 0,
      unions: 2,
      standardUnions: 0,
      activeCardRate: 0,
      standardRate: 0,
      enterprises: 4,
      enterprisesWithUnion: 2,
      establishmentRate: 0.5,
      membershipRate: 0.1111,
      issuanceRate: 0.5,
      parks: [
        {
          code: 'A',
          name: '园区a',
          tier: 'NATIONAL',
          workers: 8,
          members: 2,
          cards: 1,
          activeCards: 1,
          usedCards: 0,
          unions: 1,
          standardUnions: 0,
          activeCardRate: 0,
          standardRate: 0,
          enterprises: 3,
          enterprisesWithUnion: 2,
          establishmentRate: 0.6667,
          membershipRate: 0.25,
          issuanceRate: 0.5,
        },
        {
          code: 'B',
          name: '园区b',
          tier: 'NATIONAL',
          workers: 10,
          members: 0,
          cards: 0,
          activeCards: 0,
          usedCards: 0,
          unions: 1,
          standardUnions: 0,
          activeCardRate: 0,
          standardRate: 0,
          enterprises: 1,
          enterprisesWithUnion: 0,
          establishmentRate: 0,
          membershipRate: 0,
          issuanceRate: 0,
        },
      ],
      today: { redemptions: 0, discountFen: 0, byHour: Array.from({ length: 24 }, () => 0) },
    });
  });

  it('shows an officer the own subtree only', async () => {
    officer = officerOf('/city/park-b/', 'PARK_OFFICER');
    expect((await get('/console/v1/overview')).json()).toMatchObject({
      workers: 10,
      members: 0,
      cards: 0,
      enterprises: 1,
      parks: [{ code: 'B' }],
    });
    officer = officerOf('/city/park-a/union-a/', 'GRASSROOTS_OFFICER');
    expect((await get('/console/v1/overview')).json()).toMatchObject({
      workers: 4,
      members: 2,
      enterprises: 2,
      enterprisesWithUnion: 2,
    });
  });

  it('is not for those without the right', async () => {
    officer = { ...officerOf('/city/'), permissions: new Set() };
    expect((await get('/console/v1/overview')).statusCode).toBe(403);
    expect((await get('/console/v1/system')).statusCode).toBe(403);
  });
});

describe('GET /console/v1/campaigns/:id/board', () => {
  it('shows what a campaign gave by day and hour, to its own subtree only', async () => {
    await app.database.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO campaign (id, owner_org_id, state, version, definition, made_by, created_at, updated_at)
         VALUES ('spring', 'park-a', 'DRAFT', 1, '{}', $1, now(), now())`,
        [newId()],
      );
      await tx.query(`INSERT INTO campaign_day (campaign_id, day_on, hour, uses, reversals, discount_fen, union_fen) VALUES
        ('spring', '2026-11-21', 9, 2, 0, 400, 300), ('spring', '2026-11-21', 10, 1, 1, 0, 0), ('spring', '2026-11-22', 9, 1, 0, 200, 150)`);
      await tx.query(`INSERT INTO campaign_park (campaign_id, park_code, uses) VALUES ('spring', '', 4)`);
    });
    expect((await get('/console/v1/campaigns/spring/board')).json()).toEqual({
      campaignId: 'spring',
      state: 'DRAFT',
      totalFen: 0,
      spentFen: 0,
      heldFen: 0,
      promisedFen: 0,
      uses: 0,
      claimed: 0,
      packs: null,
      runsOutOn: null,
      byDay: [
        { dayOn: '2026-11-21', uses: 3, reversals: 1, discountFen: 400, unionFen: 300 },
        { dayOn: '2026-11-22', uses: 1, reversals: 0, discountFen: 200, unionFen: 150 },
      ],
      byHour: [
        { hour: 9, uses: 3 },
        { hour: 10, uses: 1 },
      ],
      byPark: [{ parkCode: null, name: null, uses: 4 }],
      refusals: [],
    });
    officer = officerOf('/city/park-b/');
    expect((await get('/console/v1/campaigns/spring/board')).statusCode).toBe(404);
    expect((await get('/console/v1/campaigns/none/board')).statusCode).toBe(404);
  });
});

describe('dead letters', () => {
  const die = async (kept: boolean): Promise<{ id: string; eventId: string }> => {
    const [id, eventId] = [newId(), newId()];
    await app.database.transaction(async (tx) => {
      if (kept)
        await tx.query(
          `INSERT INTO outbox (id, event, payload, occurred_at, status, sent_at) VALUES ($1, 'x.happened', '{}', now(), 'SENT', now())`,
          [eventId],
        );
      await tx.query(
        `INSERT INTO dead_letter (id, consumer, event_id, event, reason, died_at) VALUES ($1, 'reporting', $2, 'x.happened', 'boom', now())`,
        [id, eventId],
      );
    });
    return { id, eventId };
  };
  const close = (id: string, verb: 'replay' | 'discard') =>
    app.fastify.inject({ method: 'POST', url: `/console/v1/system/dead-letters/${id}/${verb}` });

  it('are listed, and a replayed one waits in the outbox again, once', async () => {
    const { id, eventId } = await die(true);
    expect((await get('/console/v1/system/dead-letters')).json()).toMatchObject({
      items: [{ id, consumer: 'reporting', reason: 'boom', state: 'DEAD' }],
    });
    expect((await get('/console/v1/system')).json()).toMatchObject({
      queuesAvailable: true,
      queues: [{ name: 'reporting' }],
      deadLetters: 1,
    });
    expect((await close(id, 'replay')).statusCode).toBe(204);
    expect(await app.database.db.query('SELECT status FROM outbox WHERE id = $1', [eventId])).toEqual([
      { status: 'WAITING' },
    ]);
    expect((await close(id, 'replay')).json()).toMatchObject({ code: 'DEAD_LETTER_CLOSED' });
  });

  it('whose event is gone can only be discarded', async () => {
    const { id } = await die(false);
    expect((await close(id, 'replay')).json()).toMatchObject({ status: 409, code: 'EVENT_GONE' });
    expect((await close(id, 'discard')).statusCode).toBe(204);
  });

  it('are repaired by the city’s administrators only', async () => {
    const { id } = await die(true);
    officer = officerOf('/city/', 'AUDITOR');
    expect((await get('/console/v1/system/dead-letters')).statusCode).toBe(200);
    expect((await close(id, 'discard')).statusCode).toBe(403);
  });
});
