import { StandardsService } from '../../modules/organizations/index.js';
import { GoalsService, MonthsService, TalliesService } from '../../modules/reporting/index.js';
import type { GoalRequest } from '../../modules/reporting/indicators/indicator.schemas.js';
import { DAY_MS, shanghaiDate } from '../../shared/time.js';
import type { CityPlan } from './city-plan.js';
import type { DemoProduct } from './demo-product.js';
import type { DemoOfficers } from './logins-loader.js';

const TREND_MONTHS = 24;
const TREND_DAYS = 760;
/** Two fifths met the standard before the trend begins, some more each month since, and as many were looked at in vain. */
const MET_LONG_AGO = 0.36;
const MET_SINCE = 0.1;
const NOT_MET = 0.1;
type Finding = Parameters<StandardsService['loadAssessments']>[1][number];
const BASIS = { met: '“六有”齐备，已现场查看', unmet: '未按期换届，限期整改' } as const;

const GOALS: readonly Pick<GoalRequest, 'indicator' | 'orgId' | 'goalBps'>[] = [
  { indicator: 'establishmentRate', orgId: 'city', goalBps: 9_000 },
  { indicator: 'membershipRate', orgId: 'city', goalBps: 9_000 },
  { indicator: 'issuanceRate', orgId: 'city', goalBps: 7_000 },
  { indicator: 'activeCardRate', orgId: 'city', goalBps: 5_000 },
  { indicator: 'standardRate', orgId: 'city', goalBps: 6_000 },
  { indicator: 'issuanceRate', orgId: 'park-a', goalBps: 7_500 },
];

/** Assesses unions, sets the federation's goals, and counts the two years that have passed from what the rows say. */
export async function loadIndicators(
  product: DemoProduct,
  { maker, parkOfficer }: DemoOfficers,
  { unions }: CityPlan,
): Promise<void> {
  const { now, dice } = product;
  const on = (daysAgo: number): string => shanghaiDate(now.getTime() - daysAgo * DAY_MS);
  const found = unions.flatMap(({ orgId }): Finding[] => {
    const ticket = dice.next();
    const one = { orgId, assessedBy: parkOfficer.loginId };
    const met = { ...one, standard: true, basis: BASIS.met };
    if (ticket < MET_LONG_AGO) return [{ ...met, assessedOn: on(TREND_DAYS + dice.int(0, 300)) }];
    const sinceDays = dice.int(1, TREND_DAYS);
    if (ticket < MET_LONG_AGO + MET_SINCE) return [{ ...met, assessedOn: on(sinceDays) }];
    if (ticket >= MET_LONG_AGO + MET_SINCE + NOT_MET) return [];
    return [{ ...one, standard: false, basis: BASIS.unmet, assessedOn: on(sinceDays) }];
  });
  await product.database.transaction((tx) => product.get(StandardsService).loadAssessments(tx, found));
  const byOn = `${now.getUTCFullYear() + 1}-12-31`;
  for (const goal of GOALS) await product.get(GoalsService).set(maker, { ...goal, byOn });
  await product.get(TalliesService).fold();
  await product.get(MonthsService).rebuild(TREND_MONTHS);
  product.say(`${TREND_MONTHS} months of indicators`);
}
