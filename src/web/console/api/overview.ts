import type { Overview } from '../../../modules/reporting/indicators/indicator.schemas.js';
import { session } from '../session.js';

export type { Overview };
export type ParkIndicators = Overview['parks'][number];
export type Indicators = Omit<ParkIndicators, 'code' | 'name' | 'tier'>;

export function getOverview(signal?: AbortSignal): Promise<Overview> {
  return session.request('GET', '/console/v1/overview', { signal });
}
