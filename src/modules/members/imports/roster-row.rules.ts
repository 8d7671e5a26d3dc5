import { isCreditCode, normaliseCreditCode } from '../../../shared/numbers/credit-code.js';
import { toHalfWidth } from '../../../shared/numbers/half-width.js';
import { type IdNumberReason, normaliseIdNumber, readIdNumber } from '../../../shared/numbers/id-number.js';
import { maskIdNumber, maskName, maskPhone, maskValue } from '../../../shared/numbers/masks.js';
import { isPhone, normalisePhone } from '../../../shared/numbers/phone.js';
import type { RosterColumns, RosterField } from './roster-header.rules.js';

export type RowReason =
  | IdNumberReason
  | 'NAME_MISSING'
  | 'NAME_WRONG'
  | 'ID_NUMBER_MISSING'
  | 'PHONE_MISSING'
  | 'PHONE_WRONG'
  | 'GENDER_WRONG'
  | 'GENDER_DIFFERS'
  | 'JOINED_ON_WRONG'
  | 'JOINED_ON_AHEAD'
  | 'CREDIT_CODE_WRONG'
  | 'ENTERPRISE_UNKNOWN'
  | 'UNION_UNKNOWN'
  | 'ID_NUMBER_TWICE'
  | 'PHONE_TWICE'
  | 'ALREADY_MEMBER'
  | 'PHONE_TAKEN';

export interface RowError {
  readonly field: RosterField;
  readonly reason: RowReason;
  readonly maskedValue: string;
}

/** A row that can become a member as far as the row itself tells. */
export interface RosterRow {
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly gender: 'F' | 'M';
  readonly birthOn: string;
  readonly joinedOn: string;
  readonly creditCode: string | null;
  readonly enterprise: string | null;
  readonly union: string | null;
}

export type RowCells = Readonly<Record<RosterField, string>>;
export type RowReading =
  { readonly valid: true; readonly row: RosterRow } | { readonly valid: false; readonly errors: readonly RowError[] };

const NAME = /^[\p{Script=Han}A-Za-z](?:[\p{Script=Han}A-Za-z· .'-]{0,48}[\p{Script=Han}A-Za-z.])?$/u;
const GENDERS: Readonly<Record<string, 'F' | 'M'>> = { 男: 'M', 女: 'F', M: 'M', F: 'F', 男性: 'M', 女性: 'F' };
const VALUE_CHARACTERS_MAX = 40;

/** The cells of a row by field, trimmed, half-width; a missing column is an empty text. */
export function cellsOf(columns: RosterColumns, cells: readonly string[]): RowCells {
  const textOf = (field: RosterField): string => {
    const at = columns.get(field);
    return at === undefined ? '' : tidy(cells[at] ?? '');
  };
  return {
    name: textOf('name'),
    idNumber: textOf('idNumber'),
    phone: textOf('phone'),
    gender: textOf('gender'),
    joinedOn: textOf('joinedOn'),
    creditCode: textOf('creditCode'),
    enterprise: textOf('enterprise'),
    union: textOf('union'),
  };
}

/** Reads one row or says, field by field, everything that is wrong with it. */
export function readRosterRow(cells: RowCells, todayOn: string): RowReading {
  const errors: RowError[] = [];
  const refuse = (field: RosterField, reason: RowReason): void => {
    errors.push(rowError(field, reason, cells[field]));
  };
  const name = cells.name.replaceAll(/[•‧・.]/gu, '·').replaceAll(/\s+/g, ' ');
  if (cells.name === '') refuse('name', 'NAME_MISSING');
  else if (!NAME.test(name)) refuse('name', 'NAME_WRONG');

  const id = readIdNumber(cells.idNumber, todayOn);
  if (!id.valid) refuse('idNumber', cells.idNumber === '' ? 'ID_NUMBER_MISSING' : id.reason);

  const phone = normalisePhone(cells.phone);
  if (cells.phone === '') refuse('phone', 'PHONE_MISSING');
  else if (!isPhone(phone)) refuse('phone', 'PHONE_WRONG');

  const gender = GENDERS[cells.gender.toUpperCase()];
  const idGender = id.valid && id.value.gender === 'FEMALE' ? 'F' : 'M';
  if (cells.gender !== '' && gender === undefined) refuse('gender', 'GENDER_WRONG');
  else if (gender !== undefined && id.valid && gender !== idGender) refuse('gender', 'GENDER_DIFFERS');

  const joinedOn = cells.joinedOn === '' ? todayOn : readDay(cells.joinedOn);
  if (joinedOn === null) refuse('joinedOn', 'JOINED_ON_WRONG');
  else if (joinedOn > todayOn) refuse('joinedOn', 'JOINED_ON_AHEAD');
  else if (id.valid && joinedOn < id.value.bornOn) refuse('joinedOn', 'JOINED_ON_WRONG');

  // Some templates have one column for the employer's name or its code.
  const codeField = cells.creditCode === '' && isCreditCode(cells.enterprise) ? 'enterprise' : 'creditCode';
  const creditCode = cells[codeField] === '' ? null : normaliseCreditCode(cells[codeField]);
  if (creditCode !== null && !isCreditCode(creditCode)) refuse('creditCode', 'CREDIT_CODE_WRONG');

  if (errors.length > 0 || !id.valid || joinedOn === null) return { valid: false, errors };
  const { idNumber, bornOn: birthOn } = id.value;
  const enterprise = cells.enterprise === '' ? null : cells.enterprise;
  const union = cells.union === '' ? null : cells.union;
  return {
    valid: true,
    row: { name, idNumber, phone, gender: idGender, birthOn, joinedOn, creditCode, enterprise, union },
  };
}

/** A refusal of one field with its value masked. */
export function rowError(field: RosterField, reason: RowReason, value: string): RowError {
  return { field, reason, maskedValue: maskOf(field, value).slice(0, VALUE_CHARACTERS_MAX) };
}

/** A day as people write it: `2020-01-05`, `2020/1/5`, `2020.1.5`, `20200105`, `2020年1月5日`; null for anything else. */
export function readDay(text: string): string | null {
  const parts = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))$/.exec(
    text.replace(/ 0{1,2}:00(:00)?$/, ''),
  );
  if (parts === null) return null;
  const [, year = '', month1, day1, month2, day2] = parts;
  const day = `${year}-${(month1 ?? month2 ?? '').padStart(2, '0')}-${(day1 ?? day2 ?? '').padStart(2, '0')}`;
  const made = new Date(`${day}T00:00:00Z`);
  // JavaScript rolls 30 February over into March, so the day must come back unchanged.
  return Number(year) >= 1900 && !Number.isNaN(made.getTime()) && made.toISOString().startsWith(day) ? day : null;
}

function maskOf(field: RosterField, value: string): string {
  if (field === 'name') return value === '' ? '' : maskName(value);
  if (field === 'idNumber') return maskIdNumber(normaliseIdNumber(value));
  if (field === 'phone') return maskPhone(normalisePhone(value));
  return maskValue(value);
}

// An apostrophe in front is how spreadsheets keep long numbers as text; control characters have no place in a table.
function tidy(cell: string): string {
  return toHalfWidth(cell)
    .replaceAll(/[\p{Cc}\u200B\uFEFF\u00A0]/gu, ' ')
    .trim()
    .replace(/^'/, '');
}
