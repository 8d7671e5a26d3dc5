import type { NewMember } from '../../modules/members/index.js';
import { DAY_MS } from '../../shared/time.js';
import type { CityPlan } from './city-plan.js';
import type { DemoProduct } from './demo-product.js';
import type { Dice } from './dice.js';
import { People, type Person } from './people.js';

/** What somebody is for in the demo: a demo phone, a card that waits for a real one, or nobody's card yet. */
export type DemoPart = 'PHONE' | 'UNBOUND' | 'CARDLESS';

export interface PlannedCategory {
  readonly code: string;
  readonly level: string | null;
}

export interface PlannedMember extends NewMember {
  readonly card: { readonly issuedAt: Date; readonly activatedAt: Date | null } | null;
  readonly category: PlannedCategory | null;
  readonly part: DemoPart | null;
}

export const PHONES = 300;
export const PHONES_SMALL = 40;
const UNBOUND = 3;
const CARDS_SINCE_DAYS = 900;
const STILL_WAITING = 0.06;

const deep: PlannedCategory = { code: 'HARDSHIP', level: 'DEEP' };
/** Every third demo phone belongs to somebody of a named group, each group in turn. */
const SHOWN: readonly PlannedCategory[] = [
  deep,
  { code: 'MODEL_WORKER', level: 'CITY' },
  { code: 'MIGRANT', level: null },
  { code: 'NEW_FORM', level: null },
  { code: 'HARDSHIP', level: 'RELATIVE' },
];
const WAITING: readonly PlannedCategory[] = [deep, { code: 'NEW_FORM', level: null }];
const SHARES: readonly (readonly [number, PlannedCategory])[] = [
  [0.003, deep],
  [0.008, { code: 'HARDSHIP', level: 'RELATIVE' }],
  [0.01, { code: 'HARDSHIP', level: 'SUDDEN' }],
  [0.012, { code: 'MODEL_WORKER', level: 'CITY' }],
  [0.0125, { code: 'MODEL_WORKER_HARDSHIP', level: null }],
  [0.0525, { code: 'MIGRANT', level: null }],
  [0.0645, { code: 'NEW_FORM', level: null }],
];
const SINGLE_MOTHERS = 0.004;

/** Every member of the plan in order, union by union; the first cards of a union go to its first members. */
export function* planMembers({ dice, now, small }: DemoProduct, { unions }: CityPlan): Generator<PlannedMember> {
  const people = new People(dice, now);
  const casting = new Casting(
    unions.reduce((sum, union) => sum + union.cards, 0),
    small ? PHONES_SMALL : PHONES,
  );
  for (const union of unions)
    for (let index = 0; index < union.members; index += 1) {
      const person = people.next();
      const part = index < union.cards ? casting.nextHolder() : casting.nextWithout();
      yield {
        ...person,
        orgId: union.orgId,
        enterpriseId: union.enterpriseId,
        card: index < union.cards ? cardOf(dice, now, part) : null,
        category: categoryFor(casting, part) ?? categoryOf(dice, person, part),
        part,
      };
    }
}

function categoryFor(casting: Casting, part: DemoPart | null): PlannedCategory | null {
  if (part === 'PHONE') return casting.shownCategory();
  return part === 'UNBOUND' ? casting.waitingCategory() : null;
}

/** Picks who gets a part, evenly over all parks. */
class Casting {
  private holders = 0;
  private phones = 0;
  private waiting = 0;
  private cardless = false;
  private readonly every: number;

  constructor(
    cards: number,
    private readonly phonesMax: number,
  ) {
    this.every = Math.floor(cards / phonesMax);
  }

  nextHolder(): DemoPart | null {
    const number = this.holders;
    this.holders += 1;
    if (number % this.every === 0 && this.phones < this.phonesMax) {
      this.phones += 1;
      return 'PHONE';
    }
    return number <= UNBOUND ? 'UNBOUND' : null;
  }

  nextWithout(): DemoPart | null {
    if (this.cardless) return null;
    this.cardless = true;
    return 'CARDLESS';
  }

  /** Those somebody signs in as: the first two hold what is given to their group. */
  waitingCategory(): PlannedCategory | null {
    this.waiting += 1;
    return WAITING[this.waiting - 1] ?? null;
  }

  shownCategory(): PlannedCategory | null {
    const turn = this.phones - 1;
    return turn % 3 === 2 ? (SHOWN[Math.floor(turn / 3) % SHOWN.length] ?? null) : null;
  }
}

function cardOf(dice: Dice, now: Date, part: DemoPart | null): PlannedMember['card'] {
  const daysAgo = dice.int(HISTORY_MARGIN_DAYS, CARDS_SINCE_DAYS);
  const issuedAt = new Date(now.getTime() - daysAgo * DAY_MS - dice.int(0, 28_800) * 1_000);
  const waits = part === 'UNBOUND' || (part === null && dice.chance(STILL_WAITING));
  return { issuedAt, activatedAt: waits ? null : new Date(issuedAt.getTime() + dice.int(1, 20 * 24) * 3_600_000) };
}

// Old enough to have been active before the first redemption of the demo.
const HISTORY_MARGIN_DAYS = 55;

function categoryOf(dice: Dice, { gender }: Person, part: DemoPart | null): PlannedCategory | null {
  const ticket = dice.next();
  if (part !== null) return null;
  const share = SHARES.find(([upTo]) => ticket < upTo);
  if (share) return share[1];
  return gender === 'F' && dice.chance(SINGLE_MOTHERS) ? { code: 'SINGLE_MOTHER_HARDSHIP', level: null } : null;
}
