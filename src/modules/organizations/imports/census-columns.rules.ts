import type { ColumnSpec } from '../../../platform/tables/header.rules.js';

export type CensusField =
  | 'creditCode'
  | 'name'
  | 'park'
  | 'industry'
  | 'condition'
  | 'eligible'
  | 'workers'
  | 'hasUnion'
  | 'union'
  | 'surveyedOn';

/** The form of 四个摸清: operating enterprises, their condition, number of workers, state of the union. */
export const CENSUS_COLUMNS: readonly ColumnSpec<CensusField>[] = [
  {
    field: 'creditCode',
    names: ['统一社会信用代码', '社会信用代码', '信用代码', '企业代码', 'creditcode'],
    isRequired: true,
  },
  { field: 'name', names: ['企业名称', '单位名称', '用人单位', '用人单位名称', '名称', 'name'], isRequired: true },
  { field: 'park', names: ['所属园区', '园区', '园区名称', '工业园区', 'park'], isRequired: false },
  { field: 'industry', names: ['所属行业', '行业', '行业类别', 'industry'], isRequired: false },
  { field: 'condition', names: ['经营状况', '经营状态', '企业状况', '经营情况', 'condition'], isRequired: false },
  {
    field: 'eligible',
    names: ['是否符合建会条件', '符合建会条件', '应建会', '是否应建会', 'eligible'],
    isRequired: false,
  },
  { field: 'workers', names: ['职工人数', '职工数', '员工人数', '从业人数', '人数', 'workers'], isRequired: true },
  { field: 'hasUnion', names: ['建会情况', '是否建会', '工会状况', '是否建立工会', 'hasunion'], isRequired: false },
  { field: 'union', names: ['工会名称', '所属工会', '工会', '工会编号', 'union'], isRequired: false },
  {
    field: 'surveyedOn',
    names: ['摸底日期', '摸排日期', '调查日期', '统计日期', '填报日期', 'surveyedon'],
    isRequired: false,
  },
];
