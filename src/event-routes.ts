import { campaignGranting, campaignStarted } from './modules/benefits/index.js';
import {
  cardBatchRequested,
  cardChanged,
  cardProductionReleased,
  cardProductionRequested,
  cardTakeoverRequested,
} from './modules/cards/index.js';
import { importRequested } from './modules/imports/index.js';
import {
  memberConsentWithdrawn,
  memberErased,
  memberPhoneChanged,
  memberRetained,
  memberTransferred,
  memberWithdrawn,
} from './modules/members/index.js';
import { orgMoved } from './modules/organizations/index.js';
import { authorizationReleased, redemptionRedeemed, redemptionReversed } from './modules/redemption/index.js';
import { dataExportRequested, talliesRebuildRequested } from './modules/reporting/index.js';
import type { EventRoute } from './platform/outbox/event.js';

/** Who hears what: how a fact in one module starts work in another. */
export const eventRoutes: readonly EventRoute[] = [
  { event: campaignGranting, to: ['benefits'] },
  { event: orgMoved, to: ['benefits'] },
  { event: importRequested, to: ['imports'] },
  { event: dataExportRequested, to: ['reporting'] },
  { event: memberConsentWithdrawn, to: ['members'] },
  { event: memberErased, to: ['members', 'cards', 'benefits', 'reporting'] },
  { event: memberTransferred, to: ['benefits'] },
  { event: memberRetained, to: ['benefits'] },
  { event: memberWithdrawn, to: ['benefits', 'cards'] },
  { event: memberPhoneChanged, to: ['cards'] },
  { event: cardBatchRequested, to: ['cards'] },
  { event: cardProductionRequested, to: ['cards'] },
  { event: cardProductionReleased, to: ['cards'] },
  { event: cardTakeoverRequested, to: ['cards'] },
  { event: cardChanged, to: ['redemption'] },
  { event: campaignStarted, to: [] },
  { event: authorizationReleased, to: ['books'] },
  { event: redemptionRedeemed, to: ['books', 'reporting'] },
  { event: redemptionReversed, to: ['books', 'reporting'] },
  { event: talliesRebuildRequested, to: ['reporting'] },
];
