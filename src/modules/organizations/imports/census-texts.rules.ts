import type { CensusReason } from './census-row.rules.js';

/** What an officer reads in the error file: what is wrong and what to do. */
export const CENSUS_REMEDIES: Readonly<
  Record<CensusReason | 'CREDIT_CODE_TWICE' | 'PARK_UNKNOWN' | 'PARK_MISSING' | 'UNION_UNKNOWN' | 'NOT_YOURS', string>
> = {
  CREDIT_CODE_MISSING: '请填写18位统一社会信用代码',
  CREDIT_CODE_WRONG: '校验位不符，请对照营业执照核对是否抄错',
  CREDIT_CODE_TWICE: '与第{row}行重复，请只保留一行',
  NAME_MISSING: '请填写企业名称',
  TEXT_TOO_LONG: '超过100字，请缩短',
  CONDITION_WRONG: '请填写“经营”“停业”或“关闭”，也可留空',
  YES_NO_WRONG: '请填写“是”或“否”，也可留空',
  WORKERS_WRONG: '请填写0到1000000的整数',
  UNION_CONTRADICTS: '建会情况为未建，请删去工会名称，或改为已建',
  UNION_MISSING: '已建会的请填写工会名称',
  UNION_UNKNOWN: '组织树中没有这个工会，请核对名称，或先新建工会',
  PARK_UNKNOWN: '没有这个园区，或不归您管理，请核对园区名称或代码',
  PARK_MISSING: '请填写所属园区',
  SURVEYED_ON_WRONG: '日期不正确，请写成 2026-03-05',
  SURVEYED_ON_UNCLEAR: '可能是1月也可能是10月，请写成 2026-01 或 2026-10',
  SURVEYED_ON_AHEAD: '晚于今天，请核对',
  NOT_YOURS: '这家企业不归您管理，请联系上级工会',
};
