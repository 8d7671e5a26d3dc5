import { session } from '../session.js';

export interface Indicators {
  readonly workers: number;
  readonly members: number;
  readonly cards: number;
  readonly enterprises: number;
  readonly enterprisesWithUnion: number;
  /** Fractions to four decimals. */
  readonly establishmentRate: number;
  readonly membershipRate: number;
  readonly issuanceRate: number;
}

export interface ParkIndicators extends Indicators {
  readonly code: string;
  readonly name: string;
  readonly tier: string;
}

export interface Overview extends Indicators {
  readonly parks: readonly ParkIndicators[];
  readonly today?: { readonly redemptions: number; readonly discountFen: number };
}

export function getOverview(signal?: AbortSignal): Promise<Overview> {
  return session.request('GET', '/console/v1/overview', { signal });
}
