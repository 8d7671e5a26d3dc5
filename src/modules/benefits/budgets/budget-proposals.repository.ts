import type { Db, Tx } from '../../../platform/database/database.js';
import { scopeLike } from '../../../shared/org-path.js';
import type { BudgetProposalView } from './budget.schemas.js';
import type { ProposalFacts } from './budget-proposal.rules.js';

export interface ProposalRow
  extends
    Omit<BudgetProposalView, 'proposedAt' | 'decidedAt' | 'mayDecide'>,
    Omit<ProposalFacts, 'kind' | 'state' | 'proposedBy'> {
  readonly proposedById: string;
  readonly proposedAt: Date;
  readonly decidedAt: Date | null;
}

export interface NewProposal {
  readonly id: string;
  readonly lineId: string;
  readonly kind: ProposalFacts['kind'];
  readonly amountFen: number;
  readonly reason: string;
}

export async function insertProposal(tx: Tx, row: NewProposal, proposedBy: string, now: Date): Promise<void> {
  await tx.query(
    `INSERT INTO budget_proposal (id, line_id, kind, amount_fen, reason, state, proposed_by, proposed_at)
     VALUES ($1, $2, $3, $4, $5, 'PROPOSED', $6, $7)`,
    [row.id, row.lineId, row.kind, row.amountFen, row.reason, proposedBy, now],
  );
}

/** Locks a proposal; its state and who made it. */
export async function lockProposal(tx: Tx, id: string): Promise<Pick<ProposalFacts, 'state' | 'proposedBy'> | null> {
  const rows: Pick<ProposalFacts, 'state' | 'proposedBy'>[] = await tx.query(
    'SELECT state, proposed_by AS "proposedBy" FROM budget_proposal WHERE id = $1 FOR UPDATE',
    [id],
  );
  return rows[0] ?? null;
}

export async function updateDecision(
  tx: Tx,
  id: string,
  decided: { readonly state: 'APPROVED' | 'REJECTED'; readonly by: string; readonly note: string | null },
  now: Date,
): Promise<void> {
  await tx.query('UPDATE budget_proposal SET state = $2, decided_by = $3, decided_at = $4, note = $5 WHERE id = $1', [
    id,
    decided.state,
    decided.by,
    now,
    decided.note,
  ]);
}

/** Proposals for lines of the subtree, the newest first; `limit + 1` rows. */
export function listProposals(
  db: Db,
  scope: readonly string[],
  filter: { id: string | null; state: string | null; beforeId: string | null; limit: number },
): Promise<ProposalRow[]> {
  return db.query(
    `SELECT p.id, p.kind, p.line_id AS "lineId", l.name AS "lineName", o.name AS "orgName", l.version AS "lineVersion",
       l.total_fen AS "totalFen", l.total_fen - l.handed_fen AS "freeFen", p.amount_fen AS "amountFen", p.reason, p.state,
       p.proposed_by AS "proposedById", coalesce(m.display_name, '') AS "proposedBy", p.proposed_at AS "proposedAt",
       c.display_name AS "decidedBy", p.decided_at AS "decidedAt", p.note, o.path AS "orgPath", po.path AS "parentPath"
     FROM budget_proposal p
     JOIN budget_line l ON l.id = p.line_id
     JOIN union_org o ON o.id = l.org_id
     LEFT JOIN budget_line pl ON pl.id = l.parent_id
     LEFT JOIN union_org po ON po.id = pl.org_id
     LEFT JOIN officer_name m ON m.id = p.proposed_by
     LEFT JOIN officer_name c ON c.id = p.decided_by
     WHERE o.path LIKE ANY($1::text[]) AND ($2::uuid IS NULL OR p.id = $2) AND ($3::text IS NULL OR p.state = $3)
       AND ($4::uuid IS NULL OR p.id < $4)
     ORDER BY p.id DESC LIMIT $5`,
    [scopeLike(scope), filter.id, filter.state, filter.beforeId, filter.limit + 1],
  );
}
