import {
  CardExpiry,
  CardKeys,
  CardLoader,
  CardsService,
  CodeTexts,
  issuePlasticCode,
  PinsService,
  PlasticService,
  ProductionRunner,
  ProductionService,
  TakeoverRunner,
  TakeoverService,
} from '../../modules/cards/index.js';
import { MembersService } from '../../modules/members/index.js';
import type { OfficerCaller } from '../../shared/caller.js';
import { plasticDayAt } from '../../shared/code/plastic-code.js';
import { printCardNo } from '../../shared/numbers/card-no.js';
import { DAY_MS, startOfShanghaiDay } from '../../shared/time.js';
import type { DemoProduct } from './demo-product.js';
import type { DemoFacts } from './demo-state.js';
import type { DemoOfficers } from './logins-loader.js';

const PLASTIC_IN_USE = 200;
/** None that anybody would try first; a PIN that is weak is refused. */
const PINS = ['480617', '729146', '305928'];
const BATCH_CARDS = 40;
const OLD_CARDS = 30;
const ACTIVATED = 8;
const ASKING = 5;
const REPLACED = 3;
const LOST_PLASTIC = 3;

/**
 * What lies in the drawer of cards: plastic in use, batches at every stage, cards that were replaced or ended, and old cards taken over.
 * Answers plastic cards with their PINs, to be tried at a till.
 */
export async function loadCardWork(product: DemoProduct, officers: DemoOfficers): Promise<DemoFacts['plastic']> {
  await loadPlasticInUse(product);
  await loadTakeover(product, officers);
  const activated = await loadBatches(product, officers);
  await loadEnded(product, officers);
  await loadLostPlastic(product, officers);
  return loadPins(product, officers, activated);
}

/** PINs their holders typed at the desk, and what the printer put on their cards. */
async function loadPins(
  product: DemoProduct,
  { maker }: DemoOfficers,
  cardIds: readonly string[],
): Promise<DemoFacts['plastic']> {
  const rows: { id: string; cardNo: number; issueNo: number; expiresOn: string }[] = await product.database.db.query(
    `SELECT c.id, c.card_no AS "cardNo", p.issue_no AS "issueNo", p.expires_on::text AS "expiresOn"
     FROM card c JOIN card_plastic p ON p.card_id = c.id AND p.state = 'ACTIVE' WHERE c.id = ANY($1) ORDER BY c.card_no LIMIT $2`,
    [cardIds, PINS.length],
  );
  const now = product.clock.now();
  const signer = await product.get(CardKeys).freshSigner('STATIC', now);
  const cards: DemoFacts['plastic'] = [];
  for (const [at, { id, cardNo, issueNo, expiresOn }] of rows.entries()) {
    const pin = PINS[at] ?? '';
    await product.get(PinsService).resetAtDesk(maker, id, { pin, reason: '本人到场设置密码' });
    const [fromDay, toDay] = [plasticDayAt(now.getTime() / 1000), plasticDayAt(startOfShanghaiDay(expiresOn) / 1000)];
    const order = { cardNo, issueNo, cardClass: 0, fromDay, toDay };
    const code = await issuePlasticCode(signer, order, product.get(CodeTexts).prefixes);
    cards.push({ cardNo: printCardNo(cardNo), code, pin });
  }
  return cards;
}

/** Active cards no demo phone is bound to, in the order of their numbers. */
function listQuiet(
  { database }: DemoProduct,
  orgPattern: string,
  limit: number,
): Promise<{ id: string; memberId: string; name: string }[]> {
  return database.db.query(
    `SELECT c.id, c.member_id AS "memberId", m.name FROM card c JOIN member m ON m.id = c.member_id JOIN union_org o ON o.id = m.org_id
     WHERE c.state = 'ACTIVE' AND o.path LIKE $1 AND c.legacy_no IS NULL
       AND NOT EXISTS (SELECT 1 FROM card_plastic p WHERE p.card_id = c.id)
       AND NOT EXISTS (SELECT 1 FROM card_device d WHERE d.card_id = c.id)
     ORDER BY c.card_no DESC LIMIT $2`,
    [orgPattern, limit],
  );
}

async function loadPlasticInUse(product: DemoProduct): Promise<void> {
  const cards = await listQuiet(product, '/city/park-b/%', PLASTIC_IN_USE);
  const at = new Date(product.now.getTime() - 200 * DAY_MS);
  const by = { reason: '首批实体卡', actor: { kind: 'system', id: 'demo' } as const, at };
  await product.database.transaction((tx) =>
    product.get(CardLoader).loadPlastic(
      tx,
      cards.map(({ id }) => id),
      by,
    ),
  );
}

/** Plastic that no till takes any more though the card goes on with the phone: lost, and one made again. */
async function loadLostPlastic(product: DemoProduct, { maker }: DemoOfficers): Promise<void> {
  const { items } = await product
    .get(PlasticService)
    .list(maker, { orgId: 'park-b', state: 'ACTIVE', limit: LOST_PLASTIC });
  for (const [at, { cardId }] of items.entries()) {
    const [action, reason] =
      at === 0 ? (['REMAKE', '卡面破损，重新制卡'] as const) : (['VOID', '实体卡遗失，手机照用'] as const);
    await product.get(PlasticService).act(maker, cardId, { action, reason });
  }
}

/** Answers the cards that were activated. One batch half handed over, one produced, one that waits for its second officer, and a few people who ask and wait for the next. */
async function loadBatches(product: DemoProduct, { maker, checker, parkOfficer }: DemoOfficers): Promise<string[]> {
  const production = product.get(ProductionService);
  const runner = product.get(ProductionRunner);
  const make = async (batchId: string): Promise<void> => {
    await production.release(checker, batchId, { reason: '张数与名册相符' });
    await runner.produce(batchId);
  };
  const half = await collect(product, maker, BATCH_CARDS);
  await make(half);
  const { total } = await production.get(maker, half);
  const exceptPlaces = Array.from({ length: Math.floor(total / 2) }, (_, at) => total - at);
  await production.handOver(parkOfficer, half, { exceptPlaces, reason: '按签收表登记' });
  const handed = await product
    .get(PlasticService)
    .list(maker, { batchId: half, state: 'HANDED_OVER', limit: ACTIVATED });
  for (const { cardId } of handed.items) {
    await product.get(PlasticService).act(maker, cardId, { action: 'ACTIVATE', reason: '本人到场激活' });
  }
  await make(await collect(product, parkOfficer, BATCH_CARDS));
  await collect(product, parkOfficer, BATCH_CARDS);
  await ask(product, ASKING);
  return handed.items.map(({ cardId }) => cardId);
}

async function ask(product: DemoProduct, count: number): Promise<void> {
  const cards = await listQuiet(product, '/city/park-a/%', count);
  const actor = { kind: 'system', id: 'demo' } as const;
  await product.database.transaction(async (tx) => {
    for (const { id } of cards) await product.get(CardsService).wantPlastic(tx, id, '本人申请', actor);
  });
}

async function collect(product: DemoProduct, by: OfficerCaller, count: number): Promise<string> {
  await ask(product, count);
  const { batchId } = await product.get(ProductionService).request(by, { orgId: 'park-a', audience: 'APPLIED' });
  await product.get(ProductionRunner).collect(batchId);
  return batchId;
}

/** Old cards of one union, taken over from a file with a few wrong rows. */
async function loadTakeover(product: DemoProduct, { maker }: DemoOfficers): Promise<void> {
  const holders = await listQuiet(product, '/city/park-a/a-001/%', OLD_CARDS);
  const lines: string[] = [];
  for (const [at, { memberId, name }] of holders.entries()) {
    const numbers = await product.get(MembersService).findOwnNumbers(product.database.db, memberId);
    lines.push([`3601000${String(10_000 + at)}`, name, numbers?.idNumber ?? '', '正常'].join(','));
  }
  lines.push('360100019999,查无此人,360102199001310011,正常', '12,张三,,借出');
  const content = Buffer.from(['旧卡号,姓名,身份证号,卡状态', ...lines].join('\r\n'));
  const takeovers = product.get(TakeoverService);
  const { takeoverId } = await takeovers.request(maker, { orgId: 'a-001', fileName: '旧卡台账.csv', content });
  const runner = product.get(TakeoverRunner);
  await runner.run(takeoverId);
  await takeovers.take(maker, takeoverId);
  await runner.run(takeoverId);
}

/** Cards that were replaced, and some whose ten years are over. */
async function loadEnded(product: DemoProduct, { maker }: DemoOfficers): Promise<void> {
  const cards = await listQuiet(product, '/city/park-b/%', REPLACED);
  for (const { id } of cards) await product.get(CardsService).act(maker, id, 'REPLACE', '卡面破损换卡');
  const issuedAt = new Date(product.now.getTime() - 3_700 * DAY_MS);
  const without: { id: string }[] = await product.database.db.query(
    `SELECT m.id FROM member m JOIN union_org o ON o.id = m.org_id
     WHERE o.path LIKE '/city/park-b/%' AND m.membership = 'ACTIVE' AND NOT EXISTS (SELECT 1 FROM card c WHERE c.member_id = m.id)
     ORDER BY m.member_no DESC LIMIT 3`,
  );
  await product.database.transaction((tx) =>
    product.get(CardLoader).loadCards(
      tx,
      without.map(({ id }) => ({ memberId: id, issuedAt, activatedAt: issuedAt })),
      { reason: 'bulk issue', actor: { kind: 'system', id: 'demo' } },
    ),
  );
  await product.get(CardExpiry).run();
}
