import type { CampaignDefinitionInput } from '../campaigns/campaign.schemas.js';

type Limit = NonNullable<CampaignDefinitionInput['limits']>[number];

/** For every cardholder. */
export const forAll = { kind: 'UNIVERSAL' } as const;

/** For whoever belongs to one of the groups. */
export const forGroups = (...categories: string[]) => ({
  kind: 'TARGETED' as const,
  audience: {
    combinator: 'or' as const,
    rules: categories.map((value) => ({ field: 'category' as const, operator: 'has' as const, value })),
  },
});

export const at = (...merchantCategories: string[]) => ({ where: { merchantCategories } });

export const each = (period: Limit['period'], times = 1): Limit => ({ per: 'MEMBER', period, times });
export const inAll = (times: number): Limit => ({ per: 'CAMPAIGN', period: 'ALL', times });

/** The union's share of each discount, the rest the merchants'. */
export const unionPays = (unionBps: number) => ({
  funding: [
    { payer: 'UNION' as const, bps: unionBps },
    { payer: 'MERCHANT' as const, bps: 10_000 - unionBps },
  ],
});
