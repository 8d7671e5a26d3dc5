import { formatFen } from '../../shared/money.js';
import { isRecord } from './till.js';

const WIDTH = 40;
const RULE = '─'.repeat(WIDTH);

const REASONS: Readonly<Record<string, string>> = {
  NOT_AVAILABLE: '当前不可用',
  NOT_HERE: '不在本店使用',
  NOT_NOW: '不在使用时段',
  ITEM_MISSING: '没有活动商品',
  BELOW_MINIMUM: '未到门槛',
  CAMPAIGN_NOT_RUNNING: '活动未在进行',
};

type Body = Readonly<Record<string, unknown>>;

/** A receipt as a till prints it, 40 columns. */
export function redemptionReceipt(body: Body, till: { terminalId: string; store: string }, replayed: boolean): string {
  const shares = isRecord(body['shares']) ? body['shares'] : {};
  return lines([
    title('南昌职工卡 优惠小票'),
    row('门店', till.store),
    row('收银机', till.terminalId),
    optional('小票号', body['ticketNo']),
    row('持卡人', text(body['holder'])),
    RULE,
    ...amounts(body),
    optionalFen('其中工会补贴', shares['UNION']),
    optionalFen('其中商户让利', shares['MERCHANT']),
    RULE,
    row('时间', text(body['occurredAt'])),
    optional('可撤销至', body['reversibleUntil']),
    row('核销号', ''),
    text(body['redemptionId']),
    RULE,
    replayed ? '（重复请求，返回原结果）' : '',
    text(body['cashierMessage']),
  ]);
}

/** What a basket would get, before anybody pays. */
export function quoteReceipt(body: Body): string {
  return lines([
    title('南昌职工卡 优惠试算'),
    row('持卡人', text(body['holder'])),
    RULE,
    ...amounts(body),
    ...leftOut(body),
    RULE,
    optional('有效至', body['validUntil']),
    row('试算号', ''),
    text(body['quoteId']),
    RULE,
    text(body['cashierMessage']),
  ]);
}

/** What a basket gets is put aside until the till was paid. */
export function authorizationReceipt(body: Body): string {
  return lines([
    title('南昌职工卡 预授权'),
    optional('小票号', body['ticketNo']),
    row('持卡人', text(body['holder'])),
    RULE,
    ...amounts(body),
    RULE,
    optional('保留至', body['expiresAt']),
    row('预授权号', ''),
    text(body['authorizationId']),
    RULE,
    text(body['cashierMessage']),
  ]);
}

export function captureReceipt(body: Body): string {
  return lines([
    title('南昌职工卡 预授权完成'),
    ...amounts(body),
    optionalFen('退回额度', body['returnedFen']),
    RULE,
    row('时间', text(body['occurredAt'])),
    optional('可撤销至', body['reversibleUntil']),
    row('核销号', ''),
    text(body['redemptionId']),
    RULE,
    text(body['cashierMessage']),
  ]);
}

export function voidReceipt(body: Body): string {
  return lines([
    title('南昌职工卡 预授权撤销'),
    row('退回额度', fen(body['returnedFen'])),
    row('时间', text(body['occurredAt'])),
    RULE,
    text(body['cashierMessage']),
  ]);
}

export function reversalReceipt(body: Body): string {
  return lines([
    title(body['type'] === 'PARTIAL' ? '南昌职工卡 部分退货' : '南昌职工卡 撤销小票'),
    optionalFen('退货金额', body['amountFen']),
    row('撤回优惠', fen(body['returnedFen'])),
    body['type'] === 'PARTIAL' ? row('应退顾客', fen(body['refundFen'])) : '',
    body['type'] === 'PARTIAL' ? row('保留优惠', fen(body['discountFen'])) : '',
    row('时间', text(body['occurredAt'])),
    row('原核销号', ''),
    text(body['redemptionId']),
    RULE,
    text(body['cashierMessage']),
  ]);
}

/** What the cashier sees when the platform says no. */
export function refusalSlip(body: Body, status: number): string {
  return lines([
    title('南昌职工卡 未能办理'),
    text(body['cashierMessage']) || text(body['detail']) || `状态 ${status}`,
    ...leftOut(body),
    optional('代码', body['code']),
    body['retryable'] === true ? '可以换一个新单号再试' : '',
  ]);
}

/** The till's last redemptions, one a line. */
export function historyList(body: Body): string {
  const items = records(body['items']);
  if (items.length === 0) return '本机还没有核销记录';
  return items
    .map(
      (item) =>
        `${text(item['occurredAt'])}  ${text(item['state'])}  ${fen(item['amountFen'])} -${fen(item['discountFen'])}  ${text(item['id'])}`,
    )
    .join('\n');
}

function amounts(body: Body): string[] {
  return [
    row('原价', fen(body['amountFen'])),
    ...records(body['applied']).map((use) => row(`  ${text(use['label'])}`, `-${fen(use['discountFen'])}`)),
    row('应付', fen(body['payableFen'])),
  ];
}

function leftOut(body: Body): string[] {
  return records(body['left']).map((item) => {
    const hint = isRecord(item['hint']) ? text(item['hint']['text']) : '';
    const reason = text(item['reason']);
    return `· ${text(item['label'])}：${hint || REASONS[reason] || reason}`;
  });
}

function title(words: string): string {
  const pad = Math.max(0, Math.floor((WIDTH - columns(words)) / 2));
  return `${RULE}\n${' '.repeat(pad)}${words}\n${RULE}`;
}

function row(label: string, value: string): string {
  return `${label}${' '.repeat(Math.max(1, WIDTH - columns(label) - columns(value)))}${value}`.trimEnd();
}

function optional(label: string, value: unknown): string {
  return typeof value === 'string' && value !== '' ? row(label, value) : '';
}

function optionalFen(label: string, value: unknown): string {
  return typeof value === 'number' && value > 0 ? row(label, fen(value)) : '';
}

/** Columns in a terminal: a Chinese character takes two. */
function columns(words: string): number {
  return Array.from(words).reduce(
    (sum, sign) =>
      sum +
      (/[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/.test(sign)
        ? 2
        : 1),
    0,
  );
}

function lines(all: readonly string[]): string {
  return all.filter((line) => line !== '').join('\n');
}

function records(value: unknown): Body[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function fen(value: unknown): string {
  return typeof value === 'number' ? formatFen(value) : '';
}
