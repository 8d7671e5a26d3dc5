import { createHash } from 'node:crypto';
import { type Attempt, RedemptionService, ReversalService } from '../../modules/redemption/index.js';
import { newId } from '../../shared/ids.js';
import type { DemoProduct } from './demo-product.js';
import { at } from './dice.js';
import { planHistory, type Visit, VISITS, VISITS_SMALL } from './history-plan.js';
import type { DemoTill } from './merchants-loader.js';
import type { BoundPhone } from './phones-loader.js';
import { count } from './places-loader.js';

/** Lets the weeks before now happen at the tills, through the services a real till reaches, one after the other. */
export async function loadHistory(
  product: DemoProduct,
  tills: readonly DemoTill[],
  phones: readonly BoundPhone[],
): Promise<void> {
  const visits = planHistory(
    {
      visits: product.small ? VISITS_SMALL : VISITS,
      phones: phones.length,
      categories: tills.map(({ merchantCategory }) => merchantCategory),
    },
    product.dice,
    product.now,
  );
  for (const [number, visit] of visits.entries())
    await happen(product, visit, number, at(tills, visit.till), at(phones, visit.phone));
  product.say(`${count(visits.length)} redemptions`);
}

async function happen(
  product: DemoProduct,
  visit: Visit,
  number: number,
  till: DemoTill,
  phone: BoundPhone,
): Promise<void> {
  const { moment, amountFen, undoneAfterMs } = visit;
  const request = { code: await phone.show(moment), amountFen, ticketNo: `T${String(number + 1).padStart(6, '0')}` };
  const outcome = await product.clock.at(moment, () =>
    product.get(RedemptionService).redeem(attemptOf(till, request), request),
  );
  if (undoneAfterMs === null || outcome.stored.kind !== 'ANSWER') return;
  const redemptionId = outcome.stored.body['redemptionId'];
  if (typeof redemptionId !== 'string') return;
  const reversal = { type: 'CANCEL' as const, redemptionId, reason: '顾客退货' };
  await product.clock.at(new Date(moment.getTime() + undoneAfterMs), () =>
    product.get(ReversalService).reverse(attemptOf(till, reversal), reversal),
  );
}

function attemptOf(terminal: DemoTill, request: unknown): Attempt {
  return { terminal, key: newId(), bodyHash: createHash('sha256').update(JSON.stringify(request)).digest() };
}
