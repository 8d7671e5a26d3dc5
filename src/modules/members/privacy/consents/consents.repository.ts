import type { Db, Tx } from '../../../../platform/database/database.js';
import type { ConsentKind, NewConsentText } from './consent.schemas.js';

export interface ConsentTextRow {
  readonly kind: ConsentKind;
  readonly version: number;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly bodyZh: string;
  readonly bodyEn: string;
  readonly publishedAt: Date;
}

export interface ConsentEntry {
  readonly kind: ConsentKind;
  readonly version: number;
  readonly given: boolean;
  readonly at: Date;
}

const TEXT = `kind, version, title_zh AS "titleZh", title_en AS "titleEn", body_zh AS "bodyZh", body_en AS "bodyEn", published_at AS "publishedAt"`;

/** Every text, of each kind the newest first. */
export function listTexts(db: Db): Promise<ConsentTextRow[]> {
  return db.query(`SELECT ${TEXT} FROM consent_text ORDER BY kind, version DESC`);
}

/** The newest text of each kind. */
export function listNewestTexts(db: Db): Promise<ConsentTextRow[]> {
  return db.query(`SELECT DISTINCT ON (kind) ${TEXT} FROM consent_text ORDER BY kind, version DESC`);
}

/** Publishes the next version; two at once get two versions or one of them fails. Answers its version. */
export async function insertText(tx: Tx, text: NewConsentText, by: string, at: Date): Promise<number> {
  const rows: { version: number }[] = await tx.query(
    `INSERT INTO consent_text (kind, version, title_zh, title_en, body_zh, body_en, published_by, published_at)
     SELECT $1::text, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6, $7 FROM consent_text WHERE kind = $1 RETURNING version`,
    [text.kind, text.titleZh, text.titleEn, text.bodyZh, text.bodyEn, by, at],
  );
  return rows[0]?.version ?? 0;
}

/** What a member ever said, newest first. */
export function listConsents(db: Db, memberId: string): Promise<ConsentEntry[]> {
  return db.query('SELECT kind, version, given, at FROM member_consent WHERE member_id = $1 ORDER BY id DESC', [
    memberId,
  ]);
}

export async function insertConsents(
  tx: Tx,
  rows: readonly {
    readonly id: string;
    readonly memberId: string;
    readonly kind: ConsentKind;
    readonly version: number;
  }[],
  given: boolean,
  at: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO member_consent (id, member_id, kind, version, given, at)
     SELECT r.id, r.member_id, r.kind, r.version, $5, $6
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::integer[]) AS r (id, member_id, kind, version)`,
    [
      rows.map(({ id }) => id),
      rows.map(({ memberId }) => memberId),
      rows.map(({ kind }) => kind),
      rows.map(({ version }) => version),
      given,
      at,
    ],
  );
}
