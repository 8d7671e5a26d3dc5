import { readIdNumber } from '../../../shared/numbers/id-number.js';
import { maskIdNumber, maskName } from '../../../shared/numbers/masks.js';
import type { CardState } from '../card-state.rules.js';
import { readLegacyNo } from './legacy-no.rules.js';

export type TakeoverField = 'legacyNo' | 'name' | 'idNumber' | 'state';

interface OldCardColumn {
  readonly field: TakeoverField;
  readonly names: readonly string[];
  readonly isRequired: boolean;
}

/** The columns of a file of old cards, by the names people use; the first is the template's. */
export const TAKEOVER_COLUMNS: readonly OldCardColumn[] = [
  { field: 'legacyNo', names: ['旧卡号', '卡号', '原卡号', '职工卡号', '会员卡号', 'card no'], isRequired: true },
  { field: 'name', names: ['姓名', '持卡人', '会员姓名', 'name'], isRequired: true },
  { field: 'idNumber', names: ['身份证号', '身份证号码', '证件号码', '公民身份号码', 'id number'], isRequired: true },
  { field: 'state', names: ['卡状态', '状态', 'state'], isRequired: false },
];

/** States an old card can come with. */
export type OldState = Extract<CardState, 'ISSUED' | 'ACTIVE' | 'FROZEN' | 'LOST' | 'CANCELLED'>;

const STATE_WORDS: Readonly<Record<string, OldState>> = {
  正常: 'ACTIVE',
  在用: 'ACTIVE',
  启用: 'ACTIVE',
  激活: 'ACTIVE',
  已激活: 'ACTIVE',
  未激活: 'ISSUED',
  待激活: 'ISSUED',
  已发放: 'ISSUED',
  冻结: 'FROZEN',
  停用: 'FROZEN',
  挂失: 'LOST',
  丢失: 'LOST',
  注销: 'CANCELLED',
  作废: 'CANCELLED',
  失效: 'CANCELLED',
};

/** Every way a row is refused, in the words of the error file: what is wrong and what to do. */
export const TAKEOVER_REASONS = {
  LEGACY_NO_WRONG: ['旧卡号应为 6 至 24 位数字，可带字母前缀', '按卡面填写旧卡号'],
  LEGACY_NO_TWICE: ['同一文件中旧卡号重复', '保留正确的一行，删去另一行'],
  LEGACY_NO_TAKEN: ['这个旧卡号已接管到另一位会员', '核对卡号与持卡人'],
  NAME_MISSING: ['姓名未填写', '填写持卡人姓名'],
  NAME_DIFFERS: ['姓名与会员档案不一致', '核对姓名，或先更正会员档案'],
  ID_NUMBER_WRONG: ['身份证号不正确', '核对是否抄错，应为 18 位'],
  HOLDER_TWICE: ['同一人有两张在用的旧卡', '保留正在使用的一张，另一张状态填“注销”'],
  HOLDER_UNKNOWN: ['本工会没有这位会员', '先导入会员，再接管旧卡'],
  HOLDER_HAS_OTHER: ['该会员已接管另一张旧卡', '这一张状态填“注销”，或先注销已接管的卡'],
  HOLDER_LEFT: ['该会员已退会', '这一张状态填“注销”'],
  STATE_UNKNOWN: ['卡状态无法识别', '填写：正常、未激活、冻结、挂失或注销'],
} as const;
export type TakeoverReason = keyof typeof TAKEOVER_REASONS;

export interface TakeoverError {
  readonly field: TakeoverField;
  readonly reason: TakeoverReason;
  readonly maskedValue: string;
}

export interface OldCard {
  readonly legacyNo: string;
  readonly name: string;
  readonly idNumber: string;
  readonly state: OldState;
}

export type OldCardReading =
  | { readonly valid: true; readonly card: OldCard }
  | { readonly valid: false; readonly errors: readonly TakeoverError[] };

/** The tidied cells of a row; a field is absent where the file has no column for it, and empty where the cell cannot be trusted. */
export type OldCardCells = Readonly<Partial<Record<TakeoverField, string>>>;

/** Reads a row by itself; without a column for it a card counts as in use. */
export function readOldCard(cells: OldCardCells): OldCardReading {
  const cell = (field: TakeoverField): string => cells[field] ?? '';
  const legacyNo = readLegacyNo(cell('legacyNo'));
  const name = cell('name');
  const idNumber = readIdNumber(cell('idNumber'));
  const word = cell('state');
  const state = cells.state === undefined ? 'ACTIVE' : STATE_WORDS[word];
  const errors: TakeoverError[] = [];
  if (legacyNo === null) errors.push(oldCardError('legacyNo', 'LEGACY_NO_WRONG', cell('legacyNo')));
  if (name === '') errors.push(oldCardError('name', 'NAME_MISSING', ''));
  if (!idNumber.valid) errors.push(oldCardError('idNumber', 'ID_NUMBER_WRONG', cell('idNumber')));
  if (state === undefined) errors.push(oldCardError('state', 'STATE_UNKNOWN', word));
  if (legacyNo === null || name === '' || !idNumber.valid || state === undefined) return { valid: false, errors };
  return { valid: true, card: { legacyNo, name, idNumber: idNumber.value.idNumber, state } };
}

/** What the platform knows of an old card's holder and number. */
export interface OldCardFacts {
  readonly holder: { readonly memberId: string; readonly name: string; readonly isActive: boolean } | null;
  /** Who has the number here already. */
  readonly takenBy: string | null;
  readonly openCard: { readonly cardId: string; readonly legacyNo: string | null } | null;
}

export type OldCardDecision =
  | { readonly outcome: 'NEW'; readonly memberId: string }
  | { readonly outcome: 'LINKED'; readonly cardId: string }
  | { readonly outcome: 'KNOWN' }
  | { readonly outcome: 'REFUSED'; readonly error: TakeoverError };

/** What becomes of an old card: a card here, a number noted on the one there is, nothing new, or an error. Where a stranger is a member is not told. */
export function decideTakeover(card: OldCard, { holder, takenBy, openCard }: OldCardFacts): OldCardDecision {
  if (holder === null) return refused('idNumber', 'HOLDER_UNKNOWN', card.idNumber);
  if (takenBy !== null && takenBy !== holder.memberId) return refused('legacyNo', 'LEGACY_NO_TAKEN', card.legacyNo);
  if (sameName(holder.name) !== sameName(card.name)) return refused('name', 'NAME_DIFFERS', card.name);
  if (takenBy !== null) return { outcome: 'KNOWN' };
  if (card.state === 'CANCELLED') return { outcome: 'NEW', memberId: holder.memberId };
  if (!holder.isActive) return refused('idNumber', 'HOLDER_LEFT', card.idNumber);
  if (openCard === null) return { outcome: 'NEW', memberId: holder.memberId };
  if (openCard.legacyNo !== null) return refused('legacyNo', 'HOLDER_HAS_OTHER', card.legacyNo);
  return { outcome: 'LINKED', cardId: openCard.cardId };
}

export function oldCardError(field: TakeoverField, reason: TakeoverReason, value: string): TakeoverError {
  const masked: Readonly<Record<TakeoverField, (text: string) => string>> = {
    legacyNo: (text) => (text.length > 4 ? `***${text.slice(-4)}` : '***'),
    name: maskName,
    idNumber: maskIdNumber,
    state: (text) => text.slice(0, 10),
  };
  return { field, reason, maskedValue: value === '' ? '' : masked[field](value) };
}

/** One line of the error file. */
export function takeoverReportLine(error: {
  rowNo: number;
  field: string;
  reason: string;
  maskedValue: string;
}): string[] {
  const column = TAKEOVER_COLUMNS.find(({ field }) => field === error.field);
  const words = new Map<string, readonly [string, string]>(Object.entries(TAKEOVER_REASONS)).get(error.reason);
  return [
    String(error.rowNo),
    column?.names[0] ?? error.field,
    words?.[0] ?? error.reason,
    words?.[1] ?? '',
    error.maskedValue,
  ];
}

export const TAKEOVER_REPORT_HEAD = ['行号', '列', '原因', '处理办法', '内容（已遮盖）'] as const;

function refused(field: TakeoverField, reason: TakeoverReason, value: string): OldCardDecision {
  return { outcome: 'REFUSED', error: oldCardError(field, reason, value) };
}

function sameName(name: string): string {
  return name.replaceAll(/[\s·.•]/g, '');
}
