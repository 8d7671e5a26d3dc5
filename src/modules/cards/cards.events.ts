import { z } from 'zod';
import { defineEvent } from '../../platform/outbox/event.js';
import { CARD_STATES } from './card-state.rules.js';

const cardFact = z.object({ cardId: z.uuid(), memberId: z.uuid() });

/** A bulk issue waits to be done. */
export const cardBatchRequested = defineEvent('card-batch.requested', z.object({ batchId: z.uuid() }));

/** People for a batch of plastic wait to be collected. */
export const cardProductionRequested = defineEvent('card-production.requested', z.object({ batchId: z.uuid() }));

/** A second officer let a batch be made. */
export const cardProductionReleased = defineEvent('card-production.released', z.object({ batchId: z.uuid() }));

/** A file of old cards waits to be checked, or taken over. */
export const cardTakeoverRequested = defineEvent('card-takeover.requested', z.object({ takeoverId: z.uuid() }));

/** A card took a step in its life; bulk issues announce only their end, by the batch. */
export const cardChanged = defineEvent(
  'card.changed',
  cardFact.extend({ from: z.enum(CARD_STATES).nullable(), to: z.enum(CARD_STATES) }),
);

/** A card was reported lost, by the worker or an officer; nothing may be taken with it any more. */
export const cardLost = defineEvent('card.lost', cardFact);
