import { AMOUNT_MAX_FEN } from '../../../shared/money.js';
import { DAY_MS } from '../../../shared/time.js';
import type { BasketRequest } from '../campaigns/basket.rules.js';
import type { CampaignDefinition } from '../campaigns/campaign.schemas.js';
import { type HolidayTable, isOpen, nextOpening, type Schedule } from '../campaigns/schedule.rules.js';
import { momentAt } from '../eligibility/moment.rules.js';
import type { ExampleKind } from './preview.schemas.js';

export interface ExampleBasket {
  readonly kind: ExampleKind;
  readonly request: BasketRequest;
  /** When it is rung up; Unix milliseconds. */
  readonly atMs: number;
}

const HOUR_MS = 3_600_000;
const LOOK_HOURS = 24 * 15;
const LOOK_MONTHS = 24;
/** An ordinary basket, where no minimum says what is usual. */
const USUAL_FEN = 10_000;
/** So little below a minimum that a customer would rather buy something more. */
const SHORT_FEN = 650;

/** The first instant from `fromMs` on at which it is open; null when it never is. */
export function firstOpening(schedule: Schedule, fromMs: number, holidays: HolidayTable): number | null {
  // One look reaches a month ahead; days that are named may lie farther.
  for (let month = 0; month < LOOK_MONTHS; month += 1) {
    const opensMs = nextOpening(schedule, fromMs - 1 + month * 31 * DAY_MS, holidays);
    if (opensMs !== null) return opensMs;
  }
  return null;
}

/** An instant within the period at which it is closed, soon after it is open; null when it is always open. */
export function firstClosing(schedule: Schedule, openMs: number, holidays: HolidayTable): number | null {
  for (let hour = 1; hour <= LOOK_HOURS; hour += 1) {
    const ms = openMs + hour * HOUR_MS;
    if (ms >= schedule.toMs) return null;
    if (!isOpen(schedule, momentAt(ms), holidays)) return ms;
  }
  return null;
}

/** Baskets that show where a campaign begins to give and how much: below its minimum, at it, above it, and outside its hours. */
export function exampleBaskets(
  definition: Pick<CampaignDefinition, 'id' | 'mechanism'>,
  openMs: number,
  closedMs: number | null,
): ExampleBasket[] {
  const shown = basketsOf(definition).map(({ kind, request }) => ({
    kind,
    request: { ...request, amountFen: Math.min(request.amountFen, AMOUNT_MAX_FEN) },
    atMs: openMs,
  }));
  const best = shown.findLast(({ kind }) => kind !== 'WITHOUT_ITEM');
  return best && closedMs !== null ? [...shown, { kind: 'OUTSIDE', request: best.request, atMs: closedMs }] : shown;
}

type Shown = Omit<ExampleBasket, 'atMs'>;

function basketsOf({ id, mechanism }: Pick<CampaignDefinition, 'id' | 'mechanism'>): Shown[] {
  switch (mechanism.type) {
    case 'SERVICE':
      return [{ kind: 'SERVICE', request: { amountFen: 0, benefit: id } }];
    case 'GRANT': {
      const [tier] = mechanism.tiers;
      const fen = tier?.amountFen ?? USUAL_FEN;
      return [
        { kind: 'PART', request: { amountFen: Math.max(1, Math.floor(fen / 2)) } },
        { kind: 'ABOVE', request: { amountFen: fen + 2_000 } },
      ];
    }
    case 'FIXED_PRICE':
      return goods(mechanism);
    case 'VOUCHER_PACK':
    case 'GRANTED_VOUCHER': {
      const { voucher, perRedemption, count } = mechanism;
      return aroundMinimum(
        voucher.thresholdFen,
        Math.max(voucher.thresholdFen, voucher.offFen) * Math.min(perRedemption, count),
      );
    }
    case 'AMOUNT_OFF':
      return aroundMinimum(mechanism.thresholdFen, Math.max(mechanism.thresholdFen, mechanism.offFen) * 2);
    case 'PERCENT_OFF': {
      const capsFen = mechanism.capFen === undefined ? 0 : Math.ceil((mechanism.capFen * 10_000) / mechanism.bps);
      return aroundMinimum(
        mechanism.thresholdFen ?? 0,
        Math.max((mechanism.thresholdFen ?? 0) * 2, USUAL_FEN, capsFen * 2),
      );
    }
  }
}

function aroundMinimum(minimumFen: number, aboveFen: number): Shown[] {
  const above: Shown = { kind: 'ABOVE', request: { amountFen: Math.max(aboveFen, minimumFen + SHORT_FEN, USUAL_FEN) } };
  if (minimumFen <= 1) return [above];
  return [
    { kind: 'BELOW', request: { amountFen: Math.max(1, minimumFen - SHORT_FEN) } },
    { kind: 'AT', request: { amountFen: minimumFen } },
    above,
  ];
}

function goods({
  item,
  priceFen,
  thresholdFen = 0,
}: Extract<CampaignDefinition['mechanism'], { type: 'FIXED_PRICE' }>): Shown[] {
  const itemFen = Math.min(Math.max(priceFen * 3, priceFen + 3_000), AMOUNT_MAX_FEN);
  const amountFen = Math.max(thresholdFen, itemFen);
  const withItem = (fen: number): BasketRequest => ({
    amountFen: fen,
    items: [{ item, amountFen: Math.min(itemFen, fen) }],
  });
  const short: Shown[] =
    thresholdFen > SHORT_FEN ? [{ kind: 'BELOW', request: withItem(thresholdFen - SHORT_FEN) }] : [];
  return [
    ...short,
    { kind: 'WITHOUT_ITEM', request: { amountFen } },
    { kind: 'WITH_ITEM', request: withItem(amountFen) },
  ];
}
