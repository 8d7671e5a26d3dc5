import { shanghaiParts } from '../../shared/time.js';

/** One campaign's part in a redemption (`+1`) or a reversal (`-1`). */
export interface CampaignUse {
  readonly campaignId: string;
  readonly occurredAt: string;
  readonly storeId: string;
  readonly discountFen: number;
  readonly unionFen: number;
  readonly direction: 1 | -1;
  /** Of a reversal: nothing of the benefit is left; a part that was taken back is no reversal of the use. */
  readonly gone?: boolean | undefined;
}

/** What is to be added to one row of the statistics. */
export interface CampaignHour {
  readonly campaignId: string;
  readonly dayOn: string;
  readonly hour: number;
  readonly uses: number;
  readonly reversals: number;
  readonly discountFen: number;
  readonly unionFen: number;
}

/** Adds uses up by campaign and Shanghai hour, in the order rows are locked in. A reversal takes back in its own hour: closed days stay as reported. */
export function foldHours(uses: readonly CampaignUse[]): CampaignHour[] {
  const hours = new Map<string, CampaignHour>();
  for (const { campaignId, occurredAt, discountFen, unionFen, direction, gone = true } of uses) {
    const { dateOn, minuteOfDay } = shanghaiParts(Date.parse(occurredAt));
    const hour = Math.floor(minuteOfDay / 60);
    const key = `${campaignId} ${dateOn} ${String(hour).padStart(2, '0')}`;
    const known = hours.get(key);
    hours.set(key, {
      campaignId,
      dayOn: dateOn,
      hour,
      uses: (known?.uses ?? 0) + (direction === 1 ? 1 : 0),
      reversals: (known?.reversals ?? 0) + (direction === -1 && gone ? 1 : 0),
      discountFen: (known?.discountFen ?? 0) + direction * discountFen,
      unionFen: (known?.unionFen ?? 0) + direction * unionFen,
    });
  }
  return [...hours.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, hour]) => hour);
}

/** How much more often a campaign was used in one store, less what came back whole. */
export interface CampaignStore {
  readonly campaignId: string;
  readonly storeId: string;
  readonly uses: number;
}

/** Adds uses up by campaign and store, in the order rows are locked in. */
export function foldStores(uses: readonly CampaignUse[]): CampaignStore[] {
  const stores = new Map<string, CampaignStore>();
  for (const { campaignId, storeId, direction, gone = true } of uses) {
    const key = `${campaignId} ${storeId}`;
    const change = direction === 1 ? 1 : gone ? -1 : 0;
    stores.set(key, { campaignId, storeId, uses: (stores.get(key)?.uses ?? 0) + change });
  }
  return [...stores.values()].filter(({ uses: change }) => change !== 0);
}
