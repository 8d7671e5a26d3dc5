import type { Indicator, Outlook } from '../api/overview.js';

/** The indicators in the order of the way from an enterprise to a card in use. */
export const indicators: readonly Indicator[] = [
  'establishmentRate',
  'membershipRate',
  'issuanceRate',
  'activeCardRate',
  'standardRate',
];

/** A month as `2027年5月` or `2027-05`. */
export function monthText(monthOn: string, language: string): string {
  const [year, month] = monthOn.split('-');
  return language.startsWith('zh') ? `${year}年${Number(month)}月` : `${year}-${month}`;
}

/** How far a rate is of its goal, as a step of colour from 0 (far) to 4 (reached); null where there is no goal or no rate. */
export function heatOf(rate: number | null, goal: Pick<Outlook, 'goalBps'> | undefined): number | null {
  if (rate === null || goal === undefined) return null;
  return Math.min(4, Math.floor((rate * 10_000 * 4) / goal.goalBps));
}
