import { type CardAction, CardsService } from '../../modules/cards/index.js';
import { loadCases } from './category-loader.js';
import type { DemoProduct } from './demo-product.js';
import type { DemoOfficers } from './logins-loader.js';

const STEPS: readonly { readonly action: CardAction; readonly reason: string; readonly times: number }[] = [
  { action: 'LOST', reason: '会员来电挂失', times: 4 },
  { action: 'FREEZE', reason: '信息核实中', times: 3 },
];

/** What lies on officers' desks: a few lost and frozen cards, and cases of categories on every station of their way. */
export async function loadDeskWork(product: DemoProduct, officers: DemoOfficers): Promise<void> {
  const { maker } = officers;
  const cards = product.get(CardsService);
  const ids = await listQuietCards(product);
  const steps = STEPS.flatMap(({ times, ...step }) => Array.from({ length: times }, () => step));
  for (const [index, { action, reason }] of steps.entries()) {
    const id = ids[index];
    if (id !== undefined) await cards.act(maker, id, action, reason);
  }
  await loadCases(product, officers);
}

/** Active cards no demo phone is bound to. */
async function listQuietCards({ database }: DemoProduct): Promise<string[]> {
  const rows: { id: string }[] = await database.db.query(
    `SELECT c.id FROM card c WHERE c.state = 'ACTIVE' AND NOT EXISTS (SELECT 1 FROM card_device d WHERE d.card_id = c.id)
     ORDER BY c.card_no LIMIT 10`,
  );
  return rows.map(({ id }) => id);
}
