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
  };
}

/** What a reversal gave back of one campaign. */
export interface GivenBack {
  readonly campaignId: string;
  readonly discountFen: number;
  readonly unionFen: number;
}

/** Uses as they stand today: what they gave less what was given back, by the rules of the version they were given by. */
@Injectable()
export class StandingRepository {
  constructor(private readonly compiled: CompiledCampaigns) {}

  async standingOf(tx: Tx, uses: readonly WrittenUse[], givenBack: readonly GivenBack[]): Promise<StandingBenefit[]> {
    const campaigns = await this.compiled.get(tx, uses);
    return uses.flatMap((use, at): StandingBenefit[] => {
      const campaign = campaigns[at];
      if (!campaign) return [];
      const back = givenBack.filter(({ campaignId }) => campaignId === use.campaignId);
      const discountFen = use.discountFen - sum(back.map((each) => each.discountFen));
      const unionFen = use.unionFen - sum(back.map((each) => each.unionFen));
      return discountFen === 0 ? [] : [{ campaign, discountFen, unionFen, ...use.frozen }];
    });
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
