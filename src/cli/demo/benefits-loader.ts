import {
  BudgetsService,
  type CampaignDefinition,
  campaignDefinitionSchema,
  CampaignsService,
  ClaimsService,
  GrantsService,
} from '../../modules/benefits/index.js';
import { DAY_MS, shanghaiDate, shanghaiParts, startOfShanghaiDay, toWireTime } from '../../shared/time.js';
import { DRAFT, type Draft, GIVEN, IN_REVIEW, type PackDraft, PACKS, RUNNING } from './campaigns.data.js';
import { type DemoProduct, HISTORY_DAYS } from './demo-product.js';
import type { DemoOfficers } from './logins-loader.js';

const RUNS_ON_DAYS = 180;
const CITY_FEN = 800_000_000;
const PARK_FEN = 15_000_000;
const GRASSROOTS_FEN = 3_000_000;
const MINUTE_MS = 60_000;
const CLAIM_DAYS = 7;
/** People do not tap at one instant. */
const BETWEEN_CLAIMS_MS = 20_000;

/** Opens the budget lines of the year, publishes what runs by two officers and leaves one for review and one draft. */
export async function loadBenefits(
  product: DemoProduct,
  officers: DemoOfficers,
  parkCodes: readonly string[],
): Promise<void> {
  const { clock, now } = product;
  const before = new Date(now.getTime() - (HISTORY_DAYS + 1) * DAY_MS);
  await clock.at(before, () => openLines(product, officers, parkCodes));
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
