import type { Visit, VisitHelp, Visits } from '../../../modules/redemption/quotes/visits.schemas.js';
import { session } from '../session.js';

export type { Visit, VisitHelp };

/** What tills asked and did with my card lately, newest first. */
export async function listVisits(signal?: AbortSignal): Promise<readonly Visit[]> {
  return (await session.request<Visits>('GET', '/worker/v1/visits', { signal })).items;
}
