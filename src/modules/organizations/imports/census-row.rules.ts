import { readCount, readDay, readYesNo } from '../../../platform/tables/cell.rules.js';
import { isCreditCode, normaliseCreditCode } from '../../../shared/numbers/credit-code.js';
import type { CensusField } from './census-columns.rules.js';

export type CensusReason =
  | 'CREDIT_CODE_MISSING'
  | 'CREDIT_CODE_WRONG'
  | 'NAME_MISSING'
  | 'TEXT_TOO_LONG'
  | 'CONDITION_WRONG'
  | 'YES_NO_WRONG'
  | 'WORKERS_WRONG'
  | 'UNION_CONTRADICTS'
  | 'UNION_MISSING'
  | 'SURVEYED_ON_WRONG'
  | 'SURVEYED_ON_UNCLEAR'
  | 'SURVEYED_ON_AHEAD';

export interface CensusError {
  readonly field: CensusField;
  readonly reason: CensusReason;
}

export type Condition = 'OPERATING' | 'SUSPENDED' | 'CLOSED';

/** An enterprise as a form has it; null where the form does not say it. */
export interface CensusRow {
  readonly creditCode: string;
  readonly name: string;
  readonly park: string | null;
  readonly industry: string | null;
  readonly condition: Condition | null;
  readonly eligible: boolean | null;
  readonly workers: number;
  /** False: surely none. Null: not said. */
  readonly hasUnion: boolean | null;
  readonly union: string | null;
  readonly surveyedOn: string | null;
}

export type CensusCells = Readonly<Record<CensusField, string>>;
export type CensusReading =
  | { readonly valid: true; readonly row: CensusRow }
  | { readonly valid: false; readonly errors: readonly CensusError[] };

const NAME_CHARACTERS_MAX = 100;
const WORKERS_MAX = 1_000_000;
const CONDITIONS: Readonly<Record<string, Condition>> = {
  经营: 'OPERATING',
  正常: 'OPERATING',
  正常经营: 'OPERATING',
  在营: 'OPERATING',
  经营中: 'OPERATING',
  停业: 'SUSPENDED',
  停产: 'SUSPENDED',
  歇业: 'SUSPENDED',
  半停产: 'SUSPENDED',
  关闭: 'CLOSED',
  注销: 'CLOSED',
  吊销: 'CLOSED',
  倒闭: 'CLOSED',
};

/** Reads one row of the form or says, field by field, everything that is wrong with it. */
export function readCensusRow(cells: CensusCells, todayOn: string): CensusReading {
  const errors: CensusError[] = [];
  const refuse = (field: CensusField, reason: CensusReason): void => {
    errors.push({ field, reason });
  };
  const creditCode = normaliseCreditCode(cells.creditCode);
  if (creditCode === '') refuse('creditCode', 'CREDIT_CODE_MISSING');
  else if (!isCreditCode(creditCode)) refuse('creditCode', 'CREDIT_CODE_WRONG');

  if (cells.name === '') refuse('name', 'NAME_MISSING');
  for (const field of ['name', 'industry', 'union', 'park'] as const) {
    if (Array.from(cells[field]).length > NAME_CHARACTERS_MAX) refuse(field, 'TEXT_TOO_LONG');
  }
  const condition = cells.condition === '' ? null : (CONDITIONS[cells.condition] ?? null);
  if (cells.condition !== '' && condition === null) refuse('condition', 'CONDITION_WRONG');

  const eligible = readYesNo(cells.eligible);
  if (cells.eligible !== '' && eligible === null) refuse('eligible', 'YES_NO_WRONG');
  const hasUnion = readYesNo(cells.hasUnion);
  if (cells.hasUnion !== '' && hasUnion === null) refuse('hasUnion', 'YES_NO_WRONG');
  if (hasUnion === false && cells.union !== '') refuse('union', 'UNION_CONTRADICTS');
  if (hasUnion === true && cells.union === '') refuse('union', 'UNION_MISSING');

  const workers = readCount(cells.workers);
  if (workers === null || workers > WORKERS_MAX) refuse('workers', 'WORKERS_WRONG');

  const surveyed = cells.surveyedOn === '' ? null : readDay(cells.surveyedOn);
  const surveyedOn = surveyed !== null && 'day' in surveyed ? surveyed.day : null;
  if (surveyed !== null && 'wrong' in surveyed)
    refuse('surveyedOn', surveyed.wrong === 'UNCLEAR' ? 'SURVEYED_ON_UNCLEAR' : 'SURVEYED_ON_WRONG');
  else if (surveyedOn !== null && surveyedOn > todayOn) refuse('surveyedOn', 'SURVEYED_ON_AHEAD');

  if (errors.length > 0 || workers === null) return { valid: false, errors };
  const textOf = (field: 'park' | 'industry' | 'union'): string | null => (cells[field] === '' ? null : cells[field]);
  return {
    valid: true,
    row: {
      creditCode,
      name: cells.name,
      park: textOf('park'),
      industry: textOf('industry'),
      condition,
      eligible,
      workers,
      hasUnion,
      union: textOf('union'),
      surveyedOn,
    },
  };
}
