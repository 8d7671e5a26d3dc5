import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';
import { type AppliedBenefit, CompiledCampaigns, type StandingBenefit } from '../benefits/index.js';

/** A use as it was written: with its version and the terms it was given on. */
export interface WrittenUse {
  readonly campaignId: string;
  readonly version: number;
  readonly discountFen: number;
  readonly unionFen: number;
  readonly frozen: {
    readonly counters: readonly { readonly key: string }[];
    readonly reversal: AppliedBenefit['reversal'];
    /** Absent where nothing was held beforehand. */
    readonly taken?: NonNullable<AppliedBenefit['taken']>;
  };
}

/** What a reversal gave back of one campaign. */
export interface GivenBack {
  readonly campaignId: string;
  readonly discountFen: number;
  readonly unionFen: number;
  /** Vouchers, or uses of a service; absent in what was written before there were any. */
  readonly units?: number;
}

/** Uses as they stand today: what they gave less what was given back, by the rules of the version they were given by. */
@Injectable()
export class StandingRepository {
  constructor(private readonly compiled: CompiledCampaigns) {}

  /** Items with a price of their own among what was given: they come back last. */
  async listPricedItems(tx: Tx, uses: readonly WrittenUse[]): Promise<ReadonlySet<string>> {
    const campaigns = await this.compiled.get(tx, uses);
    return new Set(campaigns.flatMap(({ mechanism }) => (mechanism.item === undefined ? [] : [mechanism.item])));
  }

  async standingOf(tx: Tx, uses: readonly WrittenUse[], givenBack: readonly GivenBack[]): Promise<StandingBenefit[]> {
    const campaigns = await this.compiled.get(tx, uses);
    return uses.flatMap((use, at): StandingBenefit[] => {
      const campaign = campaigns[at];
      if (!campaign) return [];
      const back = givenBack.filter(({ campaignId }) => campaignId === use.campaignId);
      const discountFen = use.discountFen - sum(back.map((each) => each.discountFen));
      const unionFen = use.unionFen - sum(back.map((each) => each.unionFen));
      const units = (use.frozen.taken?.units ?? 0) - sum(back.map((each) => each.units ?? 0));
      const { counters, reversal } = use.frozen;
      return discountFen === 0 && units === 0 ? [] : [{ campaign, discountFen, unionFen, units, counters, reversal }];
    });
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
