import {
  BudgetsService,
  type CampaignDefinition,
  campaignDefinitionSchema,
  CampaignsService,
  HolidaysService,
} from '../../modules/benefits/index.js';
import { DAY_MS, shanghaiDate, shanghaiParts, startOfShanghaiDay, toWireTime } from '../../shared/time.js';
import { DRAFT, type Draft, IN_REVIEW, NEXT_VERSION, RUNNING } from './campaigns.data.js';
import { HOLIDAYS } from './holidays.data.js';
import { type DemoProduct, HISTORY_DAYS } from './demo-product.js';
import type { DemoOfficers } from './logins-loader.js';

const RUNS_ON_DAYS = 180;
const CITY_FEN = 500_000_000;
const PARK_FEN = 15_000_000;
const GRASSROOTS_FEN = 3_000_000;

/** Opens the budget lines of the year, publishes what runs by two officers and leaves one for review and one draft. */
export async function loadBenefits(
  product: DemoProduct,
  officers: DemoOfficers,
  parkCodes: readonly string[],
): Promise<void> {
  const { clock, now } = product;
  const before = new Date(now.getTime() - (HISTORY_DAYS + 1) * DAY_MS);
  await clock.at(before, async () => {
    await openLines(product, officers, parkCodes);
    await enterHolidays(product, officers);
  });
  const campaigns = product.get(CampaignsService);
  const { maker, checker } = officers;
  const publishedAt = new Date(now.getTime() - HISTORY_DAYS * DAY_MS);
  await clock.at(publishedAt, async () => {
    for (const draft of RUNNING)
      await campaigns.publishDirectly({ definition: definitionOf(draft, now), maker, checker });
  });
  await clock.at(new Date(now.getTime() - 2 * DAY_MS), () => campaigns.create(maker, definitionOf(DRAFT, now)));
  await clock.at(new Date(now.getTime() - DAY_MS), async () => {
    await campaigns.create(maker, definitionOf(IN_REVIEW, now));
    await campaigns.act(maker, IN_REVIEW.id, { action: 'SUBMIT' });
    await campaigns.edit(maker, NEXT_VERSION.id, definitionOf(NEXT_VERSION, now));
    await campaigns.act(maker, NEXT_VERSION.id, { action: 'SUBMIT' });
  });
  product.say(`${RUNNING.length} running campaigns`);
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

async function openLines(product: DemoProduct, { maker }: DemoOfficers, parkCodes: readonly string[]): Promise<void> {
  const budgets = product.get(BudgetsService);
  const year = yearOf(product.now);
  const city = lineId('city', product.now);
  await budgets.create(maker, { id: city, orgId: 'city', name: `${year} 年普惠服务经费`, totalFen: CITY_FEN });
  for (const code of parkCodes) {
    const orgId = `park-${code.toLowerCase()}`;
    const name = `${year} 年园区服务经费`;
    await budgets.create(maker, { id: lineId(orgId, product.now), orgId, name, totalFen: PARK_FEN, parentId: city });
  }
  await budgets.create(maker, {
    id: lineId('a-001', product.now),
    orgId: 'a-001',
    name: `${year} 年节日慰问经费`,
    totalFen: GRASSROOTS_FEN,
    parentId: lineId('park-a', product.now),
  });
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

const yearOf = (now: Date): number => shanghaiParts(now.getTime()).year;
const lineId = (orgId: string, now: Date): string => `${orgId}-${yearOf(now)}`;

function dayAt(now: Date, days: number): string {
  return toWireTime(startOfShanghaiDay(shanghaiDate(now.getTime() + days * DAY_MS)));
}
