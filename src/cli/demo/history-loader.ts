import { createHash } from 'node:crypto';
import {
  type Attempt,
  AuthorizationService,
  type Outcome,
  RedemptionService,
  ReversalService,
} from '../../modules/redemption/index.js';
import { newId } from '../../shared/ids.js';
import type { DemoProduct } from './demo-product.js';
import { at } from './dice.js';
import { planHistory, type Visit, VISITS, VISITS_SMALL } from './history-plan.js';
import type { DemoTill } from './merchants-loader.js';
import type { BoundPhone } from './phones-loader.js';
import { count } from './places-loader.js';

const HOLD_MINUTES = 15;

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
  const { moment, amountFen, paidAfterMs, undone } = visit;
  const request = { code: await phone.show(moment), amountFen, ticketNo: `T${String(number + 1).padStart(6, '0')}` };
  if (paidAfterMs !== null) {
    await holdAndPay(product, till, request, moment, paidAfterMs);
    return;
  }
  const outcome = await product.clock.at(moment, () =>
    product.get(RedemptionService).redeem(attemptOf(till, request), request),
  );
  const redemptionId = idIn(outcome, 'redemptionId');
  if (undone === null || redemptionId === null) return;
  const { afterMs, partFen } = undone;
  const what = partFen === null ? { type: 'CANCEL' as const } : { type: 'PARTIAL' as const, amountFen: partFen };
  const reversal = { ...what, redemptionId, reason: '顾客退货' };
  await product.clock.at(new Date(moment.getTime() + afterMs), () =>
    product.get(ReversalService).reverse(attemptOf(till, reversal), reversal),
  );
}

/** As at a table: held when the bill comes, captured when it was paid. */
async function holdAndPay(
  product: DemoProduct,
  till: DemoTill,
  request: { readonly code: string; readonly amountFen: number; readonly ticketNo: string },
  moment: Date,
  paidAfterMs: number,
): Promise<void> {
  const held = await product.clock.at(moment, () =>
    product.get(RedemptionService).authorize(attemptOf(till, request), request, HOLD_MINUTES),
  );
  const id = idIn(held, 'authorizationId');
  if (id === null) return;
  const payment = { amountFen: request.amountFen };
  await product.clock.at(new Date(moment.getTime() + paidAfterMs), () =>
    product.get(AuthorizationService).capture(attemptOf(till, payment), id, payment),
  );
}

function idIn({ stored }: Outcome, name: string): string | null {
  const id = stored.kind === 'ANSWER' ? stored.body[name] : null;
  return typeof id === 'string' ? id : null;
}

function attemptOf(terminal: DemoTill, request: unknown): Attempt {
  return { terminal, key: newId(), bodyHash: createHash('sha256').update(JSON.stringify(request)).digest() };
}
