import type {
  BreakdownFileQuery,
  Dimension,
  GoalRequest,
  GoalView,
  Indicator,
  MonthIndicators,
  Outlook,
  Overview,
  PartIndicators,
  SortField,
  Trend,
} from '../../../modules/reporting/indicators/indicator.schemas.js';
import type {
  AssessmentRequest,
  DistrictView,
  StandingView,
} from '../../../modules/organizations/standards/standard.schemas.js';
import type { Page } from '../../../shared/page.js';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type {
  AssessmentRequest,
  BreakdownFileQuery,
  Dimension,
  DistrictView,
  GoalRequest,
  GoalView,
  Indicator,
  MonthIndicators,
  Outlook,
  Overview,
  PartIndicators,
  SortField,
  StandingView,
  Trend,
};

/** Which part of the officer's subtree is looked at; empty texts ask for all. */
export interface Part {
  readonly parkCode: string;
  readonly districtCode: string;
  readonly industry: string;
}

const base = '/console/v1/overview';
const org = (id: string): string => `/console/v1/orgs/${encodeURIComponent(id)}`;

export function getOverview(signal?: AbortSignal): Promise<Overview> {
  return session.request('GET', base, { signal });
}

/** Of which a trend is asked: a part, a union, or nothing for the whole. */
export type TrendPart = Partial<Part> & { readonly orgId?: string };

export function getTrend(part: TrendPart, signal?: AbortSignal): Promise<Trend> {
  return session.request('GET', withQuery(`${base}/trend`, part), { signal });
}

export type PartsQuery = Partial<Part> & Pick<BreakdownFileQuery, 'by' | 'sort' | 'order'> & { readonly q?: string };

export function listParts(query: PartsQuery, cursor: string, signal?: AbortSignal): Promise<Page<PartIndicators>> {
  return session.request('GET', withQuery(`${base}/breakdown`, { ...query, limit: 50, cursor }), { signal });
}

export async function downloadParts(query: PartsQuery, fileName: string): Promise<void> {
  const response = await fetch(withQuery(`${base}/breakdown.csv`, { ...query }), {
    headers: { authorization: `Bearer ${await session.token()}` },
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}

export async function listGoals(signal?: AbortSignal): Promise<GoalView[]> {
  return (await session.request<{ items: GoalView[] }>('GET', '/console/v1/indicator-goals', { signal })).items;
}

export function setGoal(body: GoalRequest): Promise<void> {
  return session.request('PUT', '/console/v1/indicator-goals', { body });
}

export function withdrawGoal(id: string): Promise<void> {
  return session.request('DELETE', `/console/v1/indicator-goals/${id}`);
}

export function getStanding(orgId: string, signal?: AbortSignal): Promise<StandingView> {
  return session.request('GET', `${org(orgId)}/standing`, { signal });
}

export function assess(orgId: string, body: AssessmentRequest): Promise<void> {
  return session.request('POST', `${org(orgId)}/assessments`, { body });
}

export function placeIn(orgId: string, districtCode: string | null): Promise<void> {
  return session.request('PUT', `${org(orgId)}/district`, { body: { districtCode } });
}

export async function listDistricts(signal?: AbortSignal): Promise<DistrictView[]> {
  return (await session.request<{ items: DistrictView[] }>('GET', '/console/v1/districts', { signal })).items;
}

/** Has the figures counted anew from the rows, in the background. */
export function rebuildTallies(): Promise<void> {
  return session.request('POST', '/console/v1/system/tallies/rebuild', { body: { months: 0 } });
}

export type ParkIndicators = Overview['parks'][number];
export type Indicators = Omit<ParkIndicators, 'code' | 'name' | 'tier'>;
