import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.js';
import { logger } from '../../platform/logging/logger.js';
import type { OfficerCaller } from '../../shared/caller.js';
import { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/errors.js';
import { newId } from '../../shared/ids.js';
import { scopeLike } from '../../shared/org-path.js';
import { toWireTime } from '../../shared/time.js';
import { alertErrors } from './alerts.errors.js';
import { type AlertView, NOTICE_GROUPS, type NoticeGroup } from './alerts.schemas.js';
import { AuditService } from './audit.service.js';

export interface NewAlert {
  readonly code: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  /** Whose officers see it. */
  readonly orgPath: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface AlertCount {
  readonly code: string;
  readonly raised: number;
  readonly unsettled: number;
}

type Row = Omit<AlertView, 'raisedAt'> & { readonly raisedAt: Date };

interface Standing {
  readonly id: string;
  readonly state: string;
  readonly examined_by: string | null;
}

const LISTED_MAX = 100;
/** Subjects whose notices are summed for many unions: told to whoever must act, they go with their cause, and nobody notes them away. */
const SUMMED_KINDS = ['union', ...NOTICE_GROUPS.filter((kind) => kind !== 'endings')];

/**
 * What people must look at. An alert is raised once, examined by one person and settled by another. A notice only tells: one person
 * notes it, and it is settled by itself when its cause is gone.
 */
@Injectable()
export class AlertsService {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Raises an alert unless the same stands unsettled. Answers whether it is new. */
  async raise(tx: Tx, { code, subjectKind, subjectId, orgPath, detail }: NewAlert): Promise<boolean> {
    const made: unknown[] = await tx.query(
      `INSERT INTO alert (id, code, subject_kind, subject_id, org_path, detail, raised_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT DO NOTHING RETURNING id`,
      [newId(), code, subjectKind, subjectId, orgPath, JSON.stringify(detail), this.clock.now()],
    );
    if (made.length === 0) return false;
    logger.error({ code, subjectKind, subjectId, detail }, 'alert');
    return true;
  }

  /** How many of each code were ever raised, and how many of them nobody has settled. */
  async count(): Promise<AlertCount[]> {
    return this.database.db.query(
      `SELECT code, count(*)::int AS raised, count(*) FILTER (WHERE state <> 'SETTLED')::int AS unsettled FROM alert GROUP BY code`,
    );
  }

  /** Tells what people should know, the weightier of one subject last; what stands already is not told again. Answers how many are new. */
  async tell(tx: Tx, notices: readonly NewAlert[]): Promise<number> {
    if (notices.length === 0) return 0;
    const made: unknown[] = await tx.query(
      `INSERT INTO alert (id, code, severity, subject_kind, subject_id, org_path, detail, raised_at)
       SELECT id, code, 'NOTICE', "subjectKind", "subjectId", "orgPath", detail, $2
       FROM json_to_recordset($1::json) AS r (id uuid, code text, "subjectKind" text, "subjectId" text, "orgPath" text, detail jsonb)
       ON CONFLICT DO NOTHING RETURNING id`,
      [JSON.stringify(notices.map((notice) => ({ ...notice, id: newId() }))), this.clock.now()],
    );
    return made.length;
  }

  /** Settles notices whose cause is gone; they may be told again when it comes back. */
  async lapse(tx: Tx, ids: readonly string[]): Promise<void> {
    await tx.query(
      `UPDATE alert SET state = 'SETTLED', settled_at = $2 WHERE id = ANY($1::uuid[]) AND severity = 'NOTICE' AND state <> 'SETTLED'`,
      [ids, this.clock.now()],
    );
  }

  /** Makes the notices about these kinds of subjects those that hold now: new ones are told, what changed about others is kept, those that hold no more are settled. */
  async follow(tx: Tx, subjectKinds: readonly string[], holding: readonly NewAlert[]): Promise<void> {
    const over: { id: string }[] = await tx.query(
      `SELECT id FROM alert a WHERE subject_kind = ANY($1::text[]) AND severity = 'NOTICE' AND state <> 'SETTLED'
         AND NOT EXISTS (SELECT FROM unnest($2::text[], $3::text[], $4::text[]) AS r (code, kind, subject)
           WHERE r.code = a.code AND r.kind = a.subject_kind AND r.subject = a.subject_id)`,
      [
        subjectKinds,
        holding.map(({ code }) => code),
        holding.map(({ subjectKind }) => subjectKind),
        holding.map(({ subjectId }) => subjectId),
      ],
    );
    if (over.length > 0)
      await this.lapse(
        tx,
        over.map(({ id }) => id),
      );
    await tx.query(
      `UPDATE alert a SET detail = r.detail
       FROM json_to_recordset($1::json) AS r (code text, "subjectKind" text, "subjectId" text, detail jsonb)
       WHERE a.code = r.code AND a.subject_kind = r."subjectKind" AND a.subject_id = r."subjectId" AND a.severity = 'NOTICE'
         AND a.state <> 'SETTLED' AND a.detail <> r.detail`,
      [JSON.stringify(holding)],
    );
    await this.tell(tx, holding);
  }

  /** Alerts are seen by where their union is, so they go along when it moves. */
  async followMove(tx: Tx, fromPath: string, toPath: string): Promise<void> {
    await tx.query(`UPDATE alert SET org_path = $2 || substr(org_path, length($1) + 1) WHERE org_path ^@ $1`, [
      fromPath,
      toPath,
    ]);
  }

  /** Notes what is told of a subject, so that it is not shown until there is more. @throws Refusal ALERT_NOT_FOUND */
  async note(caller: OfficerCaller, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const [rows]: [{ id: string }[], number] = await tx.query(
        `UPDATE alert a SET state = 'EXAMINED', examined_by = $2, examined_at = $3
         FROM alert named WHERE named.id = $1 AND named.severity = 'NOTICE' AND named.org_path LIKE ANY($4::text[])
           AND a.severity = 'NOTICE' AND a.state = 'OPEN' AND a.subject_kind = named.subject_kind AND a.subject_id = named.subject_id
           AND a.subject_kind <> ALL($5::text[])
         RETURNING a.id`,
        [id, caller.loginId, this.clock.now(), scopeLike(caller.scope), SUMMED_KINDS],
      );
      if (rows.length === 0) throw new Refusal(alertErrors.ALERT_NOT_FOUND);
      await this.audit.record(tx, caller, 'alert.noted', { kind: 'alert', id });
    });
  }

  /** Unsettled alerts of the officer's subtree, newest first, then the weightiest notice nobody noted of each subject; without what is summed. */
  async list(caller: OfficerCaller): Promise<AlertView[]> {
    const rows: Row[] = await this.database.db.query(
      `SELECT id, code, severity, subject_kind AS "subjectKind", subject_id AS "subjectId", detail, state, raised_at AS "raisedAt",
         (SELECT definition ->> 'label' FROM campaign WHERE campaign.id = subject_id AND subject_kind IN ('campaign', 'campaign-publishing')) AS "campaignName",
         (SELECT display_name FROM officer_name WHERE officer_name.id = alert.examined_by) AS "examinedBy", note
       FROM alert WHERE state <> 'SETTLED' AND org_path LIKE ANY($1::text[]) AND subject_kind <> ALL($3::text[]) AND (severity = 'STOP' OR (state = 'OPEN' AND NOT EXISTS (
         SELECT 1 FROM alert more WHERE more.subject_kind = alert.subject_kind AND more.subject_id = alert.subject_id
           AND more.severity = 'NOTICE' AND more.state <> 'SETTLED' AND more.id > alert.id)))
       ORDER BY severity DESC, raised_at DESC, id DESC LIMIT $2`,
      [scopeLike(caller.scope), LISTED_MAX, SUMMED_KINDS],
    );
    return rows.map((row) => ({ ...row, raisedAt: toWireTime(row.raisedAt) }));
  }

  /**
   * What unions of the officer's subtree are told of, summed by kind. Each step of a union counts who reached it, so the mildest counts
   * all of them; what all have reached is the weightiest step that counts as many.
   */
  async sum(caller: OfficerCaller): Promise<NoticeGroup[]> {
    return this.database.db.query(
      `WITH told AS (
         SELECT CASE subject_kind WHEN 'union' THEN 'endings' ELSE subject_kind END AS kind, subject_id, people,
           CASE WHEN subject_kind IN ('union', 'retained') THEN -days ELSE days END AS weight,
           max(people) OVER (PARTITION BY subject_kind, subject_id) AS total
         FROM alert, jsonb_to_record(detail) AS said (people integer, days integer)
         WHERE severity = 'NOTICE' AND state <> 'SETTLED' AND subject_kind = ANY($2::text[]) AND org_path LIKE ANY($1::text[])
       ), of_union AS (
         SELECT kind, total, max(weight) FILTER (WHERE people = total) AS reached, max(weight) AS worst
         FROM told GROUP BY kind, subject_id, total
       )
       SELECT kind, count(*)::int AS unions, sum(total)::int AS people, abs(min(reached)) AS days, abs(max(worst)) AS "worstDays"
       FROM of_union GROUP BY kind ORDER BY array_position($3::text[], kind)`,
      [scopeLike(caller.scope), SUMMED_KINDS, NOTICE_GROUPS],
    );
  }

  /** Says what was found. @throws Refusal ALERT_NOT_FOUND */
  async examine(caller: OfficerCaller, id: string, note: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const [rows]: [unknown[], number] = await tx.query(
        `UPDATE alert SET state = 'EXAMINED', examined_by = $2, examined_at = $3, note = $4
         WHERE id = $1 AND severity = 'STOP' AND state = 'OPEN' AND org_path LIKE ANY($5::text[]) RETURNING id`,
        [id, caller.loginId, this.clock.now(), note, scopeLike(caller.scope)],
      );
      if (rows.length === 0) throw new Refusal(alertErrors.ALERT_NOT_FOUND);
      await this.audit.record(tx, caller, 'alert.examined', { kind: 'alert', id }, { note });
    });
  }

  /** Settles one alert, by somebody else than who examined it. @throws Refusal ALERT_NOT_FOUND, ALERT_UNEXAMINED, ALERT_SAME_PERSON */
  async settleOne(caller: OfficerCaller, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const rows: Standing[] = await tx.query(
        `SELECT id, state, examined_by FROM alert WHERE id = $1 AND severity = 'STOP' AND state <> 'SETTLED' AND org_path LIKE ANY($2::text[]) FOR UPDATE`,
        [id, scopeLike(caller.scope)],
      );
      if (rows.length === 0) throw new Refusal(alertErrors.ALERT_NOT_FOUND);
      await this.close(tx, caller, rows);
    });
  }

  /**
   * Settles what stands against a subject, by somebody else than who examined it; nothing stands, nothing happens.
   * @throws Refusal ALERT_UNEXAMINED, ALERT_SAME_PERSON
   */
  async settle(tx: Tx, caller: OfficerCaller, subjectKind: string, subjectId: string): Promise<void> {
    const rows: Standing[] = await tx.query(
      `SELECT id, state, examined_by FROM alert WHERE subject_kind = $1 AND subject_id = $2 AND severity = 'STOP' AND state <> 'SETTLED' FOR UPDATE`,
      [subjectKind, subjectId],
    );
    await this.close(tx, caller, rows);
  }

  private async close(tx: Tx, caller: OfficerCaller, rows: readonly Standing[]): Promise<void> {
    if (rows.some(({ state }) => state === 'OPEN')) throw new Refusal(alertErrors.ALERT_UNEXAMINED);
    if (rows.some(({ examined_by: by }) => by === caller.loginId)) throw new Refusal(alertErrors.ALERT_SAME_PERSON);
    await tx.query(`UPDATE alert SET state = 'SETTLED', settled_by = $2, settled_at = $3 WHERE id = ANY($1::uuid[])`, [
      rows.map(({ id }) => id),
      caller.loginId,
      this.clock.now(),
    ]);
    for (const { id } of rows) await this.audit.record(tx, caller, 'alert.settled', { kind: 'alert', id });
  }
}
