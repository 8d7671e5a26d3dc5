import type { ColumnSpec } from '../../../platform/tables/header.rules.js';

export type RosterField = 'name' | 'idNumber' | 'phone' | 'gender' | 'joinedOn' | 'creditCode' | 'enterprise' | 'union';

/** What officers call the columns; the first of each is the one in the template and in reports. */
export const ROSTER_COLUMNS: readonly ColumnSpec<RosterField>[] = [
  { field: 'name', names: ['姓名', '职工姓名', '会员姓名', 'name'], isRequired: true },
  {
    field: 'idNumber',
    names: ['身份证号', '身份证号码', '身份证', '公民身份号码', '公民身份证号码', '证件号码', '证件号', 'idnumber'],
    isRequired: true,
  },
  {
    field: 'phone',
    names: ['手机号', '手机号码', '手机', '联系电话', '联系方式', '移动电话', '电话', 'phone', 'mobile'],
    isRequired: true,
  },
  { field: 'gender', names: ['性别', 'gender'], isRequired: false },
  { field: 'joinedOn', names: ['入会日期', '入会时间', '加入工会日期', 'joinedon'], isRequired: false },
  {
    field: 'creditCode',
    names: [
      '统一社会信用代码',
      '用人单位统一社会信用代码',
      '单位统一社会信用代码',
      '企业统一社会信用代码',
      '信用代码',
      'creditcode',
    ],
    isRequired: false,
  },
  {
    field: 'enterprise',
    names: ['用人单位', '用人单位/统一社会信用代码', '用人单位名称', '工作单位', '单位名称', '企业名称', 'enterprise'],
    isRequired: false,
  },
  { field: 'union', names: ['工会', '所属工会', '工会名称', '基层工会', 'union'], isRequired: false },
];
