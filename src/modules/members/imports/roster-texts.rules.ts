import type { IdNumberReason } from '../../../shared/numbers/id-number.js';
import type { PlanReason } from './roster-plan.rules.js';
import type { RowReason } from './roster-row.rules.js';

type RosterReason =
  | RowReason
  | IdNumberReason
  | PlanReason
  | 'ID_NUMBER_TWICE'
  | 'PHONE_TWICE'
  | 'ENTERPRISE_UNKNOWN'
  | 'UNION_UNKNOWN'
  | 'TRANSFER_STARTED';

/** What an officer reads in the error file: what is wrong and what to do. */
export const ROSTER_REMEDIES: Readonly<Record<RosterReason, string>> = {
  NAME_MISSING: '请填写姓名',
  NAME_WRONG: '含有不允许的字符或过长，请只填写姓名',
  NAME_DIFFERS: '这个身份证号登记的是另一个姓名，请核对身份证号和姓名',
  ID_NUMBER_MISSING: '请填写身份证号',
  ID_NUMBER_LENGTH: '应为18位，请核对是否少填或多填',
  ID_NUMBER_CHARACTERS: '含有不允许的字符，请只填写17位数字加1位数字或X',
  ID_NUMBER_AREA: '地区码不存在，请核对前6位',
  ID_NUMBER_BIRTH_DATE: '其中的出生日期不正确，请核对第7至14位',
  ID_NUMBER_CHECK: '校验位不符，请对照身份证核对是否抄错',
  ID_NUMBER_TWICE: '与第{row}行重复，请只保留一行',
  PHONE_MISSING: '请填写手机号',
  PHONE_WRONG: '应为11位大陆手机号，请核对',
  PHONE_TWICE: '与第{row}行重复，请填写本人手机号',
  PHONE_TAKEN: '已被他人使用，请填写本人手机号；确为本人号码的，请在会员页办理更换手机号',
  PHONE_DIFFERS: '与档案不同；手机号用于登录，请改回档案中的号码，或在会员页办理更换手机号',
  GENDER_WRONG: '请填写“男”或“女”，也可留空',
  GENDER_DIFFERS: '与身份证号不一致，请核对，也可留空',
  JOINED_ON_WRONG: '日期不正确，请写成 2020-01-05',
  JOINED_ON_UNCLEAR: '可能是1月也可能是10月，请写成 2020-01 或 2020-10',
  JOINED_ON_AHEAD: '晚于今天，请核对',
  CREDIT_CODE_WRONG: '不正确，请核对18位代码是否抄错',
  ENTERPRISE_UNKNOWN: '台账中没有这家单位，请先录入企业台账，或留空',
  UNION_UNKNOWN: '不在本次导入的工会之下，请核对名称，或留空',
  WITHDRAWN: '该职工已退会，请办理重新入会',
  ALREADY_MEMBER: '该职工已是会员，不能直接导入，请联系上级工会',
  TRANSFER_STARTED: '该职工已是会员，已发起会籍接转，对方确认后转入，不用再导入',
};
