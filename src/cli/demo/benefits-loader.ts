import {
  BudgetDesk,
  BudgetProposals,
  BudgetsService,
  type CampaignDefinition,
  campaignDefinitionSchema,
  CampaignsService,
  ClaimsService,
  GrantsService,
  HolidaysService,
} from '../../modules/benefits/index.js';
import { DAY_MS, shanghaiDate, shanghaiParts, startOfShanghaiDay, toWireTime } from '../../shared/time.js';
import { DRAFT, type Draft, GIVEN, IN_REVIEW, NEXT_VERSION, type PackDraft, PACKS, RUNNING } from './campaigns.data.js';
import type { CityPlan } from './city-plan.js';
import { HOLIDAYS } from './holidays.data.js';
import { type DemoProduct, HISTORY_DAYS } from './demo-product.js';
import type { DemoOfficers } from './logins-loader.js';

const RUNS_ON_DAYS = 180;
const CITY_FEN = 800_000_000;
const LAST_YEAR_FEN = 20_000_000;
const PARK_FEN = 15_000_000;
const GRASSROOTS_FEN = 3_000_000;
const RAISE_FEN = 50_000_000;
/** Unions of a park that have a line of their own, and what they get of its money: one park has handed out nearly all. */
const UNIONS_A_PARK = 2;
const UNION_BPS = 1_200;
const NEARLY_ALL_BPS = 4_300;
const MINUTE_MS = 60_000;
const CLAIM_DAYS = 7;
/** People do not tap at one instant. */
const BETWEEN_CLAIMS_MS = 20_000;

/** Opens the budget lines of the year, publishes what runs by two officers and leaves one for review and one draft. */
export async function loadBenefits(product: DemoProduct, officers: DemoOfficers, plan: CityPlan): Promise<void> {
  const { clock, now } = product;
  const before = new Date(now.getTime() - (HISTORY_DAYS + 1) * DAY_MS);
  await clock.at(before, async () => {
    await openLines(product, officers, plan);
    await enterHolidays(product, officers);
  });
  const campaigns = product.get(CampaignsService);
  const { maker, checker } = officers;
  const publishedAt = new Date(now.getTime() - HISTORY_DAYS * DAY_MS);
  await clock.at(publishedAt, async () => {
    for (const draft of [...RUNNING, ...GIVEN])
      await campaigns.publishDirectly({ definition: definitionOf(draft, now), maker, checker });
    // What a job does while officers look on: only when everybody was given to does the campaign run.
    await product.get(GrantsService).runDue();
  });
  await clock.at(new Date(now.getTime() - 2 * DAY_MS), () => campaigns.create(maker, definitionOf(DRAFT, now)));
  await clock.at(new Date(now.getTime() - DAY_MS), async () => {
    await campaigns.create(maker, definitionOf(IN_REVIEW, now));
    await campaigns.act(maker, IN_REVIEW.id, { action: 'SUBMIT' });
    await proposeRaise(product, officers);
    await campaigns.edit(maker, NEXT_VERSION.id, definitionOf(NEXT_VERSION, now));
    await campaigns.act(maker, NEXT_VERSION.id, { action: 'SUBMIT' });
  });
  product.say(`${RUNNING.length + GIVEN.length} running campaigns`);
}

/** Publishes the packs as they stand now, one open with a few left and one that opens soon; some demo phones have theirs. */
export async function loadPacks(
  product: DemoProduct,
  { maker, checker }: DemoOfficers,
  memberIds: readonly string[],
): Promise<void> {
  const { clock, now } = product;
  const published = new Date(now.getTime() - 2 * DAY_MS);
  for (const pack of PACKS) {
    const definition = packOf(pack, now);
    await clock.at(published, () => product.get(CampaignsService).publishDirectly({ definition, maker, checker }));
    const openedMs = now.getTime() + (pack.opensInMinutes + 5) * MINUTE_MS;
    for (const [at, memberId] of memberIds.slice(0, pack.claimed).entries()) {
      const moment = new Date(openedMs + at * BETWEEN_CLAIMS_MS);
      await clock.at(moment, () => product.get(ClaimsService).claim(memberId, definition.id));
    }
  }
  product.say(`${PACKS.length} packs to claim`);
}

function packOf({ draft, voucher, count, claims, opensInMinutes }: PackDraft, now: Date): CampaignDefinition {
  const opensMs = Math.ceil(now.getTime() / (5 * MINUTE_MS)) * 5 * MINUTE_MS + opensInMinutes * MINUTE_MS;
  const claim = { from: toWireTime(opensMs), to: dayAt(now, CLAIM_DAYS) };
  const mechanism = { type: 'VOUCHER_PACK' as const, voucher, count, claims, claim };
  return definitionOf({ ...draft, mechanism, when: { from: dayAt(now, -1), to: dayAt(now, 40) } }, now);
}

async function enterHolidays(product: DemoProduct, { maker }: DemoOfficers): Promise<void> {
  for (const { year, off, worked } of HOLIDAYS) {
    const days = off.flatMap(([name, fromOn, toOn]) =>
      daysBetween(fromOn, toOn).map((dateOn) => ({ dateOn, name, kind: 'HOLIDAY' as const })),
    );
    const workdays = worked.map(([name, dateOn]) => ({ dateOn, name: `${name}调休上班`, kind: 'WORKDAY' as const }));
    await product.get(HolidaysService).putYear(maker, { year, days: [...days, ...workdays] });
  }
}

function daysBetween(fromOn: string, toOn: string): string[] {
  const [from, to] = [startOfShanghaiDay(fromOn), startOfShanghaiDay(toOn)];
  return Array.from({ length: (to - from) / DAY_MS + 1 }, (_, at) => shanghaiDate(from + at * DAY_MS));
}

/** The tree of the year: what last year left, a line for every park, and below them lines of some unions. */
async function openLines(product: DemoProduct, officers: DemoOfficers, { parks, orgs }: CityPlan): Promise<void> {
  const { maker, parkOfficer } = officers;
  const budgets = product.get(BudgetsService);
  const [year, city] = [yearOf(product.now), lineId('city', product.now)];
  await budgets.create(maker, { id: city, orgId: 'city', name: `${year} 年普惠服务经费`, totalFen: CITY_FEN, year });
  await carryLastYear(product, officers, city);
  for (const [index, { orgId }] of parks.entries()) {
    const name = `${year} 年园区服务经费`;
    const park = lineId(orgId, product.now);
    await budgets.create(maker, { id: park, orgId, name, totalFen: PARK_FEN, parentId: city });
    const bps = index === parks.length - 1 ? NEARLY_ALL_BPS : UNION_BPS;
    const unions = orgs.filter(({ parentId, id }) => parentId === orgId && id !== FIRST_UNION).slice(0, UNIONS_A_PARK);
    for (const { id } of unions)
      await budgets.create(maker, {
        id: lineId(id, product.now),
        orgId: id,
        name: `${year} 年职工活动经费`,
        totalFen: (PARK_FEN / 10_000) * bps,
        parentId: park,
      });
  }
  // One that a park's own officer handed down.
  const park = await budgets.get(maker, lineId('park-a', product.now));
  await product.get(BudgetDesk).allocate(parkOfficer, park.id, {
    version: park.version,
    amountFen: GRASSROOTS_FEN,
    to: { id: lineId(FIRST_UNION, product.now), orgId: FIRST_UNION, name: `${year} 年节日慰问经费` },
  });
}

async function carryLastYear(product: DemoProduct, { maker }: DemoOfficers, city: string): Promise<void> {
  const budgets = product.get(BudgetsService);
  const year = yearOf(product.now) - 1;
  const line = { id: `city-${year}`, orgId: 'city', name: `${year} 年普惠服务经费`, year, totalFen: LAST_YEAR_FEN };
  const { id, version } = await budgets.create(maker, line);
  const to = { id: city, version: (await budgets.get(maker, city)).version };
  await product.get(BudgetDesk).carryOver(maker, id, { version, to });
}

/** More money for the city's line: proposed, and waiting for a second officer. */
async function proposeRaise(product: DemoProduct, { maker }: DemoOfficers): Promise<void> {
  const { id, version } = await product.get(BudgetsService).get(maker, lineId('city', product.now));
  const reason = '年末送温暖经费';
  await product.get(BudgetProposals).propose(maker, id, { kind: 'RAISE', version, amountFen: RAISE_FEN, reason });
}

function definitionOf({ owner, when, budget, ...draft }: Draft, now: Date): CampaignDefinition {
  return campaignDefinitionSchema.parse({
    ...draft,
    owner: owner ?? 'city',
    when: {
      from: dayAt(now, -HISTORY_DAYS),
      to: dayAt(now, RUNS_ON_DAYS),
      ...when,
    },
    ...(budget && { budget: { ...budget, from: lineId(budget.from, now) } }),
  });
}

/** The grassroots officer's own. */
const FIRST_UNION = 'a-001';

const yearOf = (now: Date): number => shanghaiParts(now.getTime()).year;
const lineId = (orgId: string, now: Date): string => `${orgId}-${yearOf(now)}`;

function dayAt(now: Date, days: number): string {
  return toWireTime(startOfShanghaiDay(shanghaiDate(now.getTime() + days * DAY_MS)));
}
