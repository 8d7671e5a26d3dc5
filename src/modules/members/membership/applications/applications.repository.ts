import type { Db, Tx } from '../../../../platform/database/database.js';
import type { ApplicationState } from './application.schemas.js';

export interface NewApplicationRow {
  readonly id: string;
  readonly idNumberCipher: Buffer;
  readonly idNumberHash: Buffer;
  readonly phoneCipher: Buffer;
  readonly phoneHash: Buffer;
  readonly kind: 'SELF' | 'PROPOSED';
  readonly orgId: string;
  readonly enterpriseId: string | null;
  readonly name: string;
  readonly consentVersion: number | null;
  readonly applicantId: string | null;
  readonly proposedBy: string | null;
  readonly createdAt: Date;
}

/** The unique indexes let one application of a phone, and one proposal of a person and union, wait at a time. */
export async function insertApplication(tx: Tx, row: NewApplicationRow): Promise<void> {
  await tx.query(
    `INSERT INTO membership_application (id, kind, org_id, enterprise_id, name, id_number_cipher, id_number_hash, phone_cipher, phone_hash,
       consent_version, applicant_id, proposed_by, state, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'PENDING', $13)`,
    [
      row.id,
      row.kind,
      row.orgId,
      row.enterpriseId,
      row.name,
      row.idNumberCipher,
      row.idNumberHash,
      row.phoneCipher,
      row.phoneHash,
      row.consentVersion,
      row.applicantId,
      row.proposedBy,
      row.createdAt,
    ],
  );
}

export interface LockedApplication {
  readonly id: string;
  readonly kind: 'SELF' | 'PROPOSED';
  readonly state: ApplicationState;
  readonly orgId: string;
  readonly enterpriseId: string | null;
  readonly name: string;
  readonly idNumberCipher: Buffer | null;
  readonly idNumberHash: Buffer | null;
  readonly phoneCipher: Buffer | null;
  readonly consentVersion: number | null;
  readonly proposedBy: string | null;
}

/** Locks an application to a union of the subtree. */
export async function lockApplication(tx: Tx, id: string, scope: readonly string[]): Promise<LockedApplication | null> {
  const rows: LockedApplication[] = await tx.query(
    `SELECT a.id, a.kind, a.state, a.org_id AS "orgId", a.enterprise_id AS "enterpriseId", a.name,
       a.id_number_cipher AS "idNumberCipher", a.id_number_hash AS "idNumberHash", a.phone_cipher AS "phoneCipher",
       a.consent_version AS "consentVersion", a.proposed_by AS "proposedBy"
     FROM membership_application a JOIN union_org o ON o.id = a.org_id
     WHERE a.id = $1 AND o.path LIKE ANY($2::text[]) FOR UPDATE OF a`,
    [id, scope],
  );
  return rows[0] ?? null;
}

export interface ApplicationEnd {
  readonly state: Exclude<ApplicationState, 'PENDING'>;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  readonly memberId: string | null;
  readonly transferId: string | null;
  readonly at: Date;
}

const FORGET = `id_number_cipher = NULL, id_number_hash = NULL, phone_cipher = NULL, phone_hash = NULL`;

/** Ends an application and forgets the numbers: the member has them, or nobody needs them. */
export async function endApplication(tx: Tx, id: string, end: ApplicationEnd): Promise<void> {
  await tx.query(
    `UPDATE membership_application SET state = $2, decided_by = $3, decision_reason = $4, member_id = $5, transfer_id = $6, decided_at = $7,
       ${FORGET} WHERE id = $1`,
    [id, end.state, end.decidedBy, end.reason, end.memberId, end.transferId, end.at],
  );
}

/** Takes back what waits of an applicant. Answers the ids. */
export async function cancelWaiting(tx: Tx, applicantId: string, at: Date): Promise<string[]> {
  const [rows]: [{ id: string }[], number] = await tx.query(
    `UPDATE membership_application SET state = 'CANCELLED', decided_at = $2, ${FORGET}
     WHERE kind = 'SELF' AND state = 'PENDING' AND applicant_id = $1 RETURNING id`,
    [applicantId, at],
  );
  return rows.map(({ id }) => id);
}

/** Whether an applicant's own application waits; their login must be locked. */
export async function hasWaiting(tx: Tx, applicantId: string): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `SELECT 1 FROM membership_application WHERE kind = 'SELF' AND state = 'PENDING' AND applicant_id = $1 LIMIT 1`,
    [applicantId],
  );
  return rows.length > 0;
}

/** How often an applicant applied since an instant. */
export async function countApplied(db: Db, applicantId: string, since: Date): Promise<number> {
  const rows: { n: number }[] = await db.query(
    'SELECT count(*)::int AS n FROM membership_application WHERE applicant_id = $1 AND created_at > $2',
    [applicantId, since],
  );
  return rows[0]?.n ?? 0;
}

/** Removes applications that ended before an instant: what became of them is in the history of the member, or concerns nobody any more. */
export async function clearEnded(tx: Tx, before: Date, limit: number): Promise<number> {
  const [, count]: [unknown, number] = await tx.query(
    `DELETE FROM membership_application WHERE id IN (
       SELECT id FROM membership_application WHERE state <> 'PENDING' AND decided_at < $1 ORDER BY decided_at LIMIT $2)`,
    [before, limit],
  );
  return count;
}

/** Removes what an erased person applied with: their name, and why a union once said no. The sign-in must still be there. */
export async function deleteApplicationsOf(tx: Tx, memberId: string): Promise<void> {
  await tx.query(
    `DELETE FROM membership_application WHERE member_id = $1
       OR applicant_id IN (SELECT id FROM login WHERE member_id = $1 AND kind = 'WORKER')`,
    [memberId],
  );
}
