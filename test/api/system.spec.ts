import { Client } from 'pg';
import { AlertsService } from '../../src/modules/audit/index.js';
import { ReportingProcessor } from '../../src/modules/reporting/index.js';
import { OrganizationsService } from '../../src/modules/organizations/index.js';
import { Authenticators } from '../../src/platform/http/access.guard.js';
import type { OfficerCaller } from '../../src/shared/caller.js';
import { newId } from '../../src/shared/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import { addOfficer } from '../support/identity.js';

let app: TestApp;
let officer: OfficerCaller;

beforeAll(async () => {
  app = await startApp();
  app.get(Authenticators).register('console', { authenticate: () => Promise.resolve(officer) });
  await app.database.transaction((tx) =>
    app.get(OrganizationsService).createOrg(tx, { id: 'city', parentId: null, level: 'CITY', name: '市总工会' }),
  );
  const { loginId } = await addOfficer(app, 'wang', 'CITY_ADMIN', 'city');
  officer = {
    kind: 'officer',
    loginId,
    displayName: '测试干部',
    roles: ['CITY_ADMIN'],
    permissions: new Set(['system.read']),
    scope: ['/city/'],
  };
});
afterAll(() => app.close());

const get = (url: string) => app.fastify.inject({ method: 'GET', url });
const act = (id: string, verb: 'replay' | 'discard') =>
  app.fastify.inject({ method: 'POST', url: `/console/v1/system/dead-letters/${id}/${verb}` });

/** An event whose listener gave it up. */
async function die(): Promise<{ id: string; eventId: string }> {
  const [id, eventId] = [newId(), newId()];
  await app.database.transaction(async (tx) => {
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
}

describe('a dead letter', () => {
  it('says who discarded it, and the audit trail keeps it', async () => {
    const { id } = await die();
    const list = (state: string) => get(`/console/v1/system/dead-letters?state=${state}`);
    expect((await list('DEAD')).json()).toMatchObject({ items: [{ id, reason: 'boom', closed: null }] });
    expect((await act(id, 'discard')).statusCode).toBe(204);
    expect((await list('DEAD')).json()).toMatchObject({ items: [] });
    expect((await list('DISCARDED')).json()).toMatchObject({ items: [{ id, closed: { by: officer.displayName } }] });
    const trail: unknown = await app.database.db.query(
      'SELECT action, actor_id FROM audit_entry WHERE subject_id = $1',
      [id],
    );
    expect(trail).toEqual([{ action: 'dead-letter.discarded', actor_id: officer.loginId }]);
  });
});

describe('GET /metrics', () => {
  it('shows what the jobs process did, which has no HTTP of its own', async () => {
    const before = (await get('/metrics')).body;
    expect(before).toContain('\npartition_months_ahead 3\n');
    expect(before).not.toContain('\nalerts_unsettled{');

    const owner = new Client({ connectionString: app.ownerUrl, options: '-c role=owner' });
    await owner.connect();
    try {
      const { rows } = await owner.query<{ month: string }>(
        `SELECT to_char(date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai') + interval '2 months', 'YYYY_MM') AS month`,
      );
      await owner.query(`DROP TABLE part.posting_${rows[0]?.month ?? ''}`);
    } finally {
      await owner.end();
    }
    for (const { run } of app.get(ReportingProcessor).schedules) await run();
    for (const { run } of app.get(ReportingProcessor).schedules) await run();
    const later = (await get('/metrics')).body;
    expect(later).toContain('\npartition_months_ahead 1\n');
    expect(later).toContain('\nalerts_raised_total{code="PARTITIONS_MISSING"} 1\n');
    expect(later).toContain('\nalerts_unsettled{code="PARTITIONS_MISSING"} 1\n');
    expect(await app.get(AlertsService).list(officer)).toMatchObject([
      { code: 'PARTITIONS_MISSING', detail: { expected: 2, found: 1 } },
    ]);
  });

  it('shows dead letters, what waits for the relay and what is in the queues', async () => {
    const { id, eventId } = await die();
    await app.database.transaction((tx) =>
      tx.query(
        `INSERT INTO outbox (id, event, payload, occurred_at) VALUES ($1, 'x.happened', '{}', now() - interval '1 hour')`,
        [newId()],
      ),
    );
    const text = (await get('/metrics')).body;
    expect(text).toContain('\ndead_letters 1\n');
    expect(text).toContain('\noutbox_waiting_events 1\n');
    expect(text).toMatch(/\noutbox_oldest_waiting_seconds 36\d\d/);
    expect(text).toContain('queue_jobs{queue="reporting",state="waiting"} 0');

    await act(id, 'replay');
    expect(await app.database.db.query('SELECT status FROM outbox WHERE id = $1', [eventId])).toEqual([
      { status: 'WAITING' },
    ]);
    const later = (await get('/metrics')).body;
    expect(later).toContain('\ndead_letters 0\n');
    expect(later).toContain('\noutbox_waiting_events 2\n');
  });
});
