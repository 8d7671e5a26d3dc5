import { LedgerService, merchantAccount } from '../../modules/ledger/index.js';
import { AuditorService } from '../../modules/redemption/index.js';
import { type Mismatch, compare } from './compare.js';
import { claimsOf, holdingsOf } from './holdings.js';
import type { Scenario } from './parse.js';
import type { Product } from './product.js';
import type { EndExpectation } from './scenario.schemas.js';
import { known } from './tills.js';
import type { World } from './world.js';

/** Holds the figures at the end against what was expected of them. */
export async function checkEnd(product: Product, { input, source }: Scenario, world: World): Promise<Mismatch[]> {
  if (!input.expect) return [];
  const { campaigns, budgets, members, merchants } = input.expect;
  const came = {
    campaigns: await campaignFigures(product, campaigns),
    budgets: await budgetFigures(product),
    members: await memberFigures(product, members, world),
    merchants: await merchantFigures(product, Object.keys(merchants)),
  };
  return compare(source, ['expect'], { campaigns, budgets, members, merchants }, came);
}

/** What breaks a rule that never bends; the whole of it is proven anew from the rows. */
export async function checkRules(product: Product): Promise<string[]> {
  const findings = await product.get(AuditorService).run(true);
  return findings.map(
    ({ rule, what, subject, expected, found }) =>
      `rule ${rule} is broken: ${what} of ${subject} should be ${expected} and is ${found}`,
  );
}

interface CampaignRow {
  readonly id: string;
  readonly spentFen: number;
  readonly heldFen: number;
  readonly remainingFen: number;
  readonly uses: number;
}

async function campaignFigures(product: Product, expected: EndExpectation['campaigns']) {
  const rows: CampaignRow[] = await product.database.db.query(
    `SELECT campaign_id AS id, spent_fen AS "spentFen", held_fen AS "heldFen", uses,
       CASE WHEN state = 'ENDED' THEN 0 ELSE total_fen - spent_fen - held_fen END AS "remainingFen" FROM campaign_runtime`,
  );
  const figures: Record<string, unknown> = {};
  for (const { id, ...row } of rows)
    figures[id] = expected[id]?.claims === undefined ? row : { ...row, claims: await claimsOf(product, id) };
  return figures;
}

async function budgetFigures({ database }: Product): Promise<Record<string, { freeFen: number }>> {
  const rows: { id: string; freeFen: number }[] = await database.db.query(
    'SELECT id, total_fen - handed_fen AS "freeFen" FROM budget_line',
  );
  return Object.fromEntries(rows.map(({ id, freeFen }) => [id, { freeFen }]));
}

async function memberFigures(product: Product, expected: EndExpectation['members'], { members }: World) {
  const figures: Record<string, unknown> = {};
  for (const [id, { vouchers, grantFen }] of Object.entries(expected)) {
    const wanted = [...Object.keys(vouchers ?? {}), ...Object.keys(grantFen ?? {})];
    figures[id] = await holdingsOf(product, known(members.get(id)).memberId, wanted);
  }
  return figures;
}

async function merchantFigures({ database, get }: Product, ids: readonly string[]) {
  const figures: Record<string, { receivableFen: number }> = {};
  for (const id of ids)
    figures[id] = { receivableFen: await get(LedgerService).balance(database.db, merchantAccount(id)) };
  return figures;
}
