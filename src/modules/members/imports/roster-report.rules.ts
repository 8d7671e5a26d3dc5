import { ROSTER_FIELDS, ROSTER_HEADERS } from './roster-header.rules.js';
import type { RowReason } from './roster-row.rules.js';

/** What an officer reads in the error file for each reason. */
const REASON_TEXTS: Readonly<Record<RowReason, string>> = {
  NAME_MISSING: '姓名未填写',
  NAME_WRONG: '姓名含有不允许的字符，或过长',
  ID_NUMBER_MISSING: '身份证号未填写',
  ID_NUMBER_LENGTH: '身份证号应为18位',
  ID_NUMBER_CHARACTERS: '身份证号含有不允许的字符',
  ID_NUMBER_AREA: '身份证号的地区码不存在',
  ID_NUMBER_BIRTH_DATE: '身份证号中的出生日期不正确',
  ID_NUMBER_CHECK: '身份证号校验位不符，请核对是否抄错',
  ID_NUMBER_TWICE: '同一文件中身份证号重复，已采用先出现的一行',
  PHONE_MISSING: '手机号未填写',
  PHONE_WRONG: '手机号应为11位大陆手机号',
  PHONE_TWICE: '同一文件中手机号重复，已采用先出现的一行',
  PHONE_TAKEN: '手机号已被他人使用，请填写本人手机号',
  GENDER_WRONG: '性别应填写“男”或“女”',
  GENDER_DIFFERS: '性别与身份证号不一致',
  JOINED_ON_WRONG: '入会日期不正确，应如 2020-01-05',
  JOINED_ON_AHEAD: '入会日期晚于今天',
  CREDIT_CODE_WRONG: '统一社会信用代码不正确，请核对是否抄错',
  ENTERPRISE_UNKNOWN: '用人单位尚未录入台账，请先录入或留空',
  UNION_UNKNOWN: '所填工会不在本次导入的工会之下',
  ALREADY_MEMBER: '该职工已是会员，请办理会籍接转',
};

export const REPORT_COLUMNS = ['行号', '字段', '原因', '原因代码', '内容（已遮盖）'] as const;

export interface StoredRowError {
  readonly rowNo: number;
  readonly field: string;
  readonly reason: string;
  readonly maskedValue: string;
}

/** One line of the error file. */
export function reportLine(error: StoredRowError): string[] {
  const field = ROSTER_FIELDS.find((known) => known === error.field);
  const label = field === undefined ? error.field : (ROSTER_HEADERS[field][0] ?? field);
  const text = new Map<string, string>(Object.entries(REASON_TEXTS)).get(error.reason) ?? error.reason;
  return [String(error.rowNo), label, text, error.reason, error.maskedValue];
}

/** The template: the columns in their usual order; a sample row would sooner or later be imported. */
export const TEMPLATE_LINES: readonly (readonly string[])[] = [
  ['姓名', '身份证号', '手机号', '性别', '入会日期', '统一社会信用代码', '工会'],
];
