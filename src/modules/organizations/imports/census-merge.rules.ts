import type { CensusRow, Condition } from './census-row.rules.js';

/** An enterprise with everything the census knows of it. */
export interface CensusEnterprise {
  readonly id: string;
  readonly creditCode: string;
  readonly name: string;
  readonly parkCode: string;
  readonly unionOrgId: string | null;
  readonly industry: string | null;
  readonly condition: Condition;
  readonly eligible: boolean;
  readonly workers: number;
  readonly surveyedOn: string;
}

/**
 * What an enterprise is after a form: what the form does not say stays as it was. Of a new one that says neither, it is operating and
 * should have a union; the day of the form is today.
 */
export function mergeCensus(
  row: CensusRow,
  before: CensusEnterprise | null,
  found: { readonly id: string; readonly parkCode: string; readonly unionId: string | null; readonly todayOn: string },
): CensusEnterprise {
  return {
    id: found.id,
    creditCode: row.creditCode,
    name: row.name,
    parkCode: found.parkCode,
    unionOrgId: row.hasUnion === false ? null : (found.unionId ?? before?.unionOrgId ?? null),
    industry: row.industry ?? before?.industry ?? null,
    condition: row.condition ?? before?.condition ?? 'OPERATING',
    eligible: row.eligible ?? before?.eligible ?? true,
    workers: row.workers,
    surveyedOn: row.surveyedOn ?? before?.surveyedOn ?? found.todayOn,
  };
}

const COMPARED = [
  'name',
  'parkCode',
  'unionOrgId',
  'industry',
  'condition',
  'eligible',
  'workers',
  'surveyedOn',
] as const;

/** What differs between two states of one enterprise. */
export function changedFields(before: CensusEnterprise, after: CensusEnterprise): (typeof COMPARED)[number][] {
  return COMPARED.filter((field) => before[field] !== after[field]);
}
