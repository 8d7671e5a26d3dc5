import { campaignDefinitionSchema, type CampaignDefinitionInput } from '../campaigns/campaign.schemas.js';
import { compileCampaign } from '../campaigns/campaign.rules.js';
import type { DecisionState, LiveCampaign } from '../campaigns/basket.rules.js';
import { decideForStore, probeFor } from './probe.rules.js';

const NOW = Date.parse('2017-01-21T10:00:00+08:00');
const WINDOW = { from: '2017-01-01T00:00:00+08:00', to: '2017-02-01T00:00:00+08:00' };

const live = (id: string, mechanism: CampaignDefinitionInput['mechanism'], group = id): LiveCampaign => ({
  campaign: compileCampaign(
    campaignDefinitionSchema.parse({
      id,
      label: id,
      kind: 'UNIVERSAL',
      owner: 'city',
      mechanism,
      when: WINDOW,
      stacking: { group },
    }),
    1,
  ),
  runtime: { state: 'PUBLISHED', totalFen: null, spentFen: 0, heldFen: 0, leasedFen: 0 },
});

const OFF = live('off', { type: 'AMOUNT_OFF', thresholdFen: 5_000, offFen: 1_000 }, 'one');
const PERCENT = live('percent', { type: 'PERCENT_OFF', bps: 500 }, 'one');
const TICKET = live('ticket', { type: 'FIXED_PRICE', item: '电影票', priceFen: 1_000 });
const CHECKUP = live('checkup', { type: 'SERVICE', service: '体检', units: 1 });
const PACK = live('pack', {
  type: 'VOUCHER_PACK',
  voucher: { thresholdFen: 5_000, offFen: 1_000 },
  count: 2,
  claims: 10,
  claim: { from: WINDOW.from, to: WINDOW.to },
});

const state = (campaigns: readonly LiveCampaign[], given: Partial<DecisionState> = {}): DecisionState => ({
  card: { state: 'ACTIVE' },
  codeKind: 'D',
  secondFactor: true,
  memberId: 'm',
  person: {
    categories: [],
    orgPath: ['city'],
    park: null,
    tier: null,
    enterprise: null,
    industry: null,
    gender: null,
    birthOn: null,
    joinedOn: null,
    cardIssuedAtMs: null,
    lists: [],
  },
  store: { id: 's', merchantId: 'm', merchantCategory: 'LEISURE' },
  campaigns,
  counters: new Map(),
  holdings: new Map([['checkup', { units: 1, fen: 0 }]]),
  holidays: () => null,
  ...given,
});

describe('what works in a store', () => {
  it('asks for each benefit with the smallest basket that could get it', () => {
    expect(probeFor(OFF.campaign)).toEqual({ amountFen: 5_000, benefit: 'off' });
    expect(probeFor(PERCENT.campaign)).toEqual({ amountFen: 20, benefit: 'percent' });
    expect(probeFor(CHECKUP.campaign)).toEqual({ amountFen: 0, benefit: 'checkup' });
    expect(probeFor(TICKET.campaign)).toMatchObject({ benefit: 'ticket', items: [{ item: '电影票' }] });
  });

  it('without an amount says of each whether it works, even of two that do not combine', () => {
    expect(decideForStore(state([OFF, PERCENT, TICKET, CHECKUP]), null, NOW)).toEqual(
      ['off', 'percent', 'ticket', 'checkup'].map((campaignId) => ({ campaignId, applies: true, discountFen: null })),
    );
  });

  it('with an amount says what a till would say, and of the rest the reason and what helps; services stand apart', () => {
    expect(decideForStore(state([OFF, PERCENT, TICKET, CHECKUP]), 4_000, NOW)).toEqual([
      { campaignId: 'percent', applies: true, discountFen: 200 },
      { campaignId: 'off', applies: false, reason: 'BELOW_MINIMUM', hint: { moreFen: 1_000, text: '还差 10.00 元' } },
      {
        campaignId: 'ticket',
        applies: false,
        reason: 'ITEM_MISSING',
        hint: expect.objectContaining({ item: '电影票' }),
      },
      { campaignId: 'checkup', applies: true, discountFen: null },
    ]);
  });

  it('tells a pack that nobody holds yet and a service that is used up apart from what is too small', () => {
    const used = state([PACK, CHECKUP], { holdings: new Map([['checkup', { units: 0, fen: 0 }]]) });
    const reason = { applies: false, reason: 'VOUCHER_NOT_HELD', hint: null };
    expect(decideForStore(used, null, NOW)).toEqual([
      { campaignId: 'pack', ...reason },
      { campaignId: 'checkup', ...reason },
    ]);
    expect(decideForStore(used, 4_000, NOW)[0]).toEqual({ campaignId: 'pack', ...reason });
  });
});
