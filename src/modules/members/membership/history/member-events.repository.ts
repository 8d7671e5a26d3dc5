import type { Tx } from '../../../../platform/database/database.js';
import { newId } from '../../../../shared/ids.js';
import type { MemberEventKind } from './history.schemas.js';

/** Who acted, as the history keeps it. */
export interface EventActor {
  readonly kind: 'officer' | 'worker' | 'applicant' | 'system';
  readonly id: string;
}

export interface NewMemberEvent {
  readonly memberId: string;
  readonly kind: MemberEventKind;
  readonly fromOrgId?: string | null;
  readonly toOrgId?: string | null;
  readonly reason?: string | null;
  /** The last day of a retained standing. */
  readonly untilOn?: string | null;
}

/** Writes steps of members into their histories. */
export async function insertMemberEvents(
  tx: Tx,
  events: readonly NewMemberEvent[],
  actor: EventActor,
  at: Date,
): Promise<void> {
  if (events.length === 0) return;
  await tx.query(
    `INSERT INTO member_event (id, member_id, kind, from_org_id, to_org_id, reason, until_on, actor_kind, actor_id, at)
     SELECT r.id, r.member_id, r.kind, r.from_org_id, r.to_org_id, r.reason, r.until_on, $8, $9, $10
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[])
       AS r (id, member_id, kind, from_org_id, to_org_id, reason, until_on)`,
    [
      events.map(() => newId()),
      events.map(({ memberId }) => memberId),
      events.map(({ kind }) => kind),
      events.map(({ fromOrgId }) => fromOrgId ?? null),
      events.map(({ toOrgId }) => toOrgId ?? null),
      events.map(({ reason }) => reason ?? null),
      events.map(({ untilOn }) => untilOn ?? null),
      actor.kind,
      actor.id,
      at,
    ],
  );
}
