import { readDay } from '../../../platform/tables/cell.rules.js';
import { isCreditCode, normaliseCreditCode } from '../../../shared/numbers/credit-code.js';
import { type IdNumberReason, readIdNumber } from '../../../shared/numbers/id-number.js';
import { isPhone, normalisePhone } from '../../../shared/numbers/phone.js';
import type { RosterField } from './roster-columns.rules.js';

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
  | 'JOINED_ON_UNCLEAR'
  | 'JOINED_ON_AHEAD'
  | 'CREDIT_CODE_WRONG';

export interface RowError {
  readonly field: RosterField;
  readonly reason: RowReason;
}

/** A row that can become a member as far as the row itself tells. */
export interface RosterRow {
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly gender: 'F' | 'M';
  readonly birthOn: string;
  /** Null where the file does not say it. */
  readonly joinedOn: string | null;
  readonly creditCode: string | null;
  readonly enterprise: string | null;
  readonly union: string | null;
}

export type RowCells = Readonly<Record<RosterField, string>>;
export type RowReading =
  { readonly valid: true; readonly row: RosterRow } | { readonly valid: false; readonly errors: readonly RowError[] };

const NAME = /^[\p{Script=Han}A-Za-z](?:[\p{Script=Han}A-Za-z· .'-]{0,48}[\p{Script=Han}A-Za-z.])?$/u;
const GENDERS: Readonly<Record<string, 'F' | 'M'>> = { 男: 'M', 女: 'F', M: 'M', F: 'F', 男性: 'M', 女性: 'F' };

/** Reads one row or says, field by field, everything that is wrong with it. */
export function readRosterRow(cells: RowCells, todayOn: string): RowReading {
  const errors: RowError[] = [];
  const refuse = (field: RosterField, reason: RowReason): void => {
    errors.push({ field, reason });
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

  const joined = cells.joinedOn === '' ? null : readDay(cells.joinedOn);
  const joinedOn = joined !== null && 'day' in joined ? joined.day : null;
  if (joined !== null && 'wrong' in joined) {
    refuse('joinedOn', joined.wrong === 'UNCLEAR' ? 'JOINED_ON_UNCLEAR' : 'JOINED_ON_WRONG');
  } else if (joinedOn !== null && joinedOn > todayOn) refuse('joinedOn', 'JOINED_ON_AHEAD');
  else if (joinedOn !== null && id.valid && joinedOn < id.value.bornOn) refuse('joinedOn', 'JOINED_ON_WRONG');

  // Some templates have one column for the employer's name or its code.
  const codeField = cells.creditCode === '' && isCreditCode(cells.enterprise) ? 'enterprise' : 'creditCode';
  const creditCode = cells[codeField] === '' ? null : normaliseCreditCode(cells[codeField]);
  if (creditCode !== null && !isCreditCode(creditCode)) refuse('creditCode', 'CREDIT_CODE_WRONG');

  if (errors.length > 0 || !id.valid) return { valid: false, errors };
  const { idNumber, bornOn: birthOn } = id.value;
  const enterprise = cells.enterprise === '' ? null : cells.enterprise;
  const union = cells.union === '' ? null : cells.union;
  return {
    valid: true,
    row: { name, idNumber, phone, gender: idGender, birthOn, joinedOn, creditCode, enterprise, union },
  };
}
