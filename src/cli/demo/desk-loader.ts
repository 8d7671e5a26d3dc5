import { type CardAction, CardsService } from '../../modules/cards/index.js';
import { CategoriesService } from '../../modules/members/index.js';
import type { DemoProduct } from './demo-product.js';
import type { DemoOfficers } from './logins-loader.js';

const STEPS: readonly { readonly action: CardAction; readonly reason: string; readonly times: number }[] = [
  { action: 'LOST', reason: '会员来电挂失', times: 4 },
  { action: 'FREEZE', reason: '信息核实中', times: 3 },
];
const PROPOSALS = [
  { code: 'HARDSHIP', level: 'SUDDEN', basis: '家中突发变故，已上门走访' },
  { code: 'MIGRANT', basis: '户籍核实无误' },
  { code: 'NEW_FORM', basis: '平台从业证明已收' },
];

/** What lies on officers' desks: a few lost and frozen cards, and proposals that wait for a second officer. */
export async function loadDeskWork(product: DemoProduct, { maker, parkOfficer }: DemoOfficers): Promise<void> {
  const cards = product.get(CardsService);
  const ids = await listQuietCards(product);
  const steps = STEPS.flatMap(({ times, ...step }) => Array.from({ length: times }, () => step));
  for (const [index, { action, reason }] of steps.entries()) {
    const id = ids[index];
    if (id !== undefined) await cards.act(maker, id, action, reason);
  }
  const members = await listPlainMembers(product);
  for (const [index, proposal] of PROPOSALS.entries()) {
    const id = members[index];
    if (id !== undefined) await product.get(CategoriesService).propose(parkOfficer, id, proposal);
  }
}

/** Active cards no demo phone is bound to. */
async function listQuietCards({ database }: DemoProduct): Promise<string[]> {
  const rows: { id: string }[] = await database.db.query(
    `SELECT c.id FROM card c WHERE c.state = 'ACTIVE' AND NOT EXISTS (SELECT 1 FROM card_device d WHERE d.card_id = c.id)
     ORDER BY c.card_no LIMIT 10`,
  );
  return rows.map(({ id }) => id);
}

/** Members of the first park's first union who belong to no named group. */
async function listPlainMembers({ database }: DemoProduct): Promise<string[]> {
  const rows: { id: string }[] = await database.db.query(
    `SELECT m.id FROM member m WHERE m.org_id = 'a-001'
       AND NOT EXISTS (SELECT 1 FROM member_category c WHERE c.member_id = m.id)
       AND NOT EXISTS (SELECT 1 FROM card_device d JOIN card k ON k.id = d.card_id WHERE k.member_id = m.id)
     ORDER BY m.member_no DESC LIMIT 3`,
  );
  return rows.map(({ id }) => id);
}
