import { z } from 'zod';
import { defineEvent } from '../../../platform/outbox/event.js';

/** A campaign has begun: published, not paused, and its first instant has come. Announced once in its life. */
export const campaignStarted = defineEvent(
  'campaign.started',
  z.object({ campaignId: z.string(), version: z.number().int(), startsAt: z.string(), endsAt: z.string() }),
);
