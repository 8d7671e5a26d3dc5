import { z } from 'zod';
import { defineEvent } from '../../platform/outbox/event.js';

/** A campaign was published that gives to everybody of its audience; it runs once all of them have been given to. */
export const campaignGranting = defineEvent('campaign.granting', z.object({ campaignId: z.string() }));
