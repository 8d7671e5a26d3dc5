import { campaignGranting, campaignStarted } from './modules/benefits/index.js';
import { cardBatchRequested, cardChanged } from './modules/cards/index.js';
import { importRequested } from './modules/imports/index.js';
import { memberTransferred } from './modules/members/index.js';
import { authorizationReleased, redemptionRedeemed, redemptionReversed } from './modules/redemption/index.js';
import type { EventRoute } from './platform/outbox/event.js';

/** Who hears what: how a fact in one module starts work in another. */
export const eventRoutes: readonly EventRoute[] = [
  { event: campaignGranting, to: ['benefits'] },
  { event: importRequested, to: ['imports'] },
  { event: memberTransferred, to: ['benefits'] },
  { event: cardBatchRequested, to: ['cards'] },
  { event: cardChanged, to: ['redemption'] },
  { event: campaignStarted, to: [] },
  { event: authorizationReleased, to: ['books'] },
  { event: redemptionRedeemed, to: ['books', 'reporting'] },
  { event: redemptionReversed, to: ['books', 'reporting'] },
];
