import type { Tx } from '../../../../platform/database/database.js';

/** Plans what is due and was not planned yet: of two reminders of one end the nearer one. Forgets those of ends that are over. */
export async function planReminders(tx: Tx, todayOn: string): Promise<void> {
  await tx.query('DELETE FROM category_reminder WHERE until_on < $1', [todayOn]);
  await tx.query(
    `INSERT INTO category_reminder (entry_id, until_on, days)
     SELECT id, until_on, CASE WHEN until_on > $1::date + 7 THEN 30 ELSE 7 END FROM member_category
     WHERE state = 'GRANTED' AND until_on BETWEEN $1::date AND $1::date + 30
     ON CONFLICT DO NOTHING`,
    [todayOn],
  );
}

export interface ClaimedReminder {
  readonly entryId: string;
  readonly untilOn: string;
  readonly days: number;
  readonly memberId: string;
  readonly phoneCipher: Buffer;
}

/**
 * Takes the next one for this process: planned, or taken by somebody who did not say until `abandonedBefore` that it went out. Only what
 * still ends on that day, in the time its reminder belongs to, of a member who has a phone.
 */
export async function claimReminder(
  tx: Tx,
  given: { readonly todayOn: string; readonly now: Date; readonly abandonedBefore: Date; readonly triesMax: number },
): Promise<ClaimedReminder | null> {
  const [rows]: [ClaimedReminder[], number] = await tx.query(
    `UPDATE category_reminder r SET claimed_at = $2, tries = r.tries + 1
     FROM (SELECT n.entry_id, n.until_on, n.days, m.id AS member_id, m.phone_cipher
       FROM category_reminder n JOIN member_category g ON g.id = n.entry_id AND g.state = 'GRANTED' AND g.until_on = n.until_on
       JOIN member m ON m.id = g.member_id AND m.membership <> 'WITHDRAWN' AND m.phone_cipher IS NOT NULL
       WHERE n.sent_at IS NULL AND n.tries < $4 AND (n.claimed_at IS NULL OR n.claimed_at <= $3)
         AND n.days = CASE WHEN n.until_on > $1::date + 7 THEN 30 ELSE 7 END
       ORDER BY n.claimed_at NULLS FIRST LIMIT 1 FOR UPDATE OF n SKIP LOCKED) AS next
     WHERE r.entry_id = next.entry_id AND r.until_on = next.until_on AND r.days = next.days
     RETURNING r.entry_id AS "entryId", r.until_on::text AS "untilOn", r.days, next.member_id AS "memberId", next.phone_cipher AS "phoneCipher"`,
    [given.todayOn, given.now, given.abandonedBefore, given.triesMax],
  );
  return rows[0] ?? null;
}

export async function markSent(tx: Tx, { entryId, untilOn, days }: ClaimedReminder, at: Date): Promise<void> {
  await tx.query('UPDATE category_reminder SET sent_at = $4 WHERE entry_id = $1 AND until_on = $2 AND days = $3', [
    entryId,
    untilOn,
    days,
    at,
  ]);
}
