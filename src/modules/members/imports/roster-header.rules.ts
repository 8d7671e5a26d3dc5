import { toHalfWidth } from '../../../shared/numbers/half-width.js';

export const ROSTER_FIELDS = [
  'name',
  'idNumber',
  'phone',
  'gender',
  'joinedOn',
  'creditCode',
  'enterprise',
  'union',
] as const;
export type RosterField = (typeof ROSTER_FIELDS)[number];

/** What officers call the columns; the first of each is the one in the template and in reports. */
export const ROSTER_HEADERS: Readonly<Record<RosterField, readonly string[]>> = {
  name: ['姓名', '职工姓名', '会员姓名', 'name'],
  idNumber: ['身份证号', '身份证号码', '身份证', '公民身份号码', '公民身份证号码', '证件号码', '证件号', 'idnumber'],
  phone: ['手机号', '手机号码', '手机', '联系电话', '联系方式', '移动电话', '电话', 'phone', 'mobile'],
  gender: ['性别', 'gender'],
  joinedOn: ['入会日期', '入会时间', '加入工会日期', 'joinedon'],
  creditCode: ['统一社会信用代码', '用人单位统一社会信用代码', '单位统一社会信用代码', '信用代码', 'creditcode'],
  enterprise: [
    '用人单位',
    '用人单位/统一社会信用代码',
    '用人单位名称',
    '工作单位',
    '单位名称',
    '企业名称',
    'enterprise',
  ],
  union: ['工会', '所属工会', '工会名称', '基层工会', 'union'],
};

const REQUIRED: readonly RosterField[] = ['name', 'idNumber', 'phone'];

export type RosterColumns = ReadonlyMap<RosterField, number>;
export type HeaderReading = { readonly columns: RosterColumns } | { readonly missing: readonly string[] };

/** Finds the columns of a roster by their names, in any order; a column nobody knows is left unread. */
export function readHeader(cells: readonly string[]): HeaderReading {
  const names = cells.map(normalise);
  const columns = new Map<RosterField, number>();
  for (const field of ROSTER_FIELDS) {
    const at = names.findIndex((name) => ROSTER_HEADERS[field].includes(name));
    if (at >= 0) columns.set(field, at);
  }
  const missing = REQUIRED.filter((field) => !columns.has(field)).map((field) => ROSTER_HEADERS[field][0] ?? field);
  return missing.length === 0 ? { columns } : { missing };
}

// Templates mark required columns with a star or a remark in brackets.
function normalise(cell: string): string {
  return toHalfWidth(cell)
    .replace(/\([^)]*\)/g, '')
    .replace(/[\s*:_\u00A0\u200B\uFEFF-]/g, '')
    .toLowerCase();
}
