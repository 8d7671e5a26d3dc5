import { AMOUNT_MAX_FEN } from '../../../shared/money.js';
import { DAY_MS, toWireTime } from '../../../shared/time.js';
import type { CampaignDefinitionInput } from '../api/campaigns.js';

/** A definition while it is written: any field may be missing still. What it was opened with stays in it, also what no field shows. */
export type Draft = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands at a path such as `limits.0.times`; undefined when nothing does. */
export function valueAt(draft: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((node, key) => {
    if (Array.isArray(node)) return node[Number(key)];
    return isRecord(node) ? node[key] : undefined;
  }, draft);
}

export function textAt(draft: Draft, path: string): string | undefined {
  const value = valueAt(draft, path);
  return typeof value === 'string' ? value : undefined;
}

export function numberAt(draft: Draft, path: string): number | undefined {
  const value = valueAt(draft, path);
  return typeof value === 'number' ? value : undefined;
}

/** The list at a path; empty when there is none. The caller knows of what, as the schema will say. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export function listAt<Item>(draft: Draft, path: string): readonly Item[] {
  const value = valueAt(draft, path);
  return Array.isArray(value) ? value : [];
}

function put(node: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const removes = rest.length === 0 && value === undefined;
  if (Array.isArray(node)) {
    const at = Number(key);
    return removes ? node.toSpliced(at, 1) : Object.assign([...node], { [at]: put(node[at], rest, value) });
  }
  const before = isRecord(node) ? node : {};
  const { [key]: known, ...others } = before;
  return removes ? others : { ...before, [key]: put(known, rest, value) };
}

/** The draft with another value at a path; `undefined` takes the field or the entry of the list away. */
export function withValue(draft: Draft, path: string, value: unknown): Draft {
  const next = put(draft, path.split('.'), value);
  return isRecord(next) ? next : {};
}

/** A blank draft: a campaign for everybody that starts tomorrow and runs a month. */
export function emptyDraft(nowMs: number): Draft {
  const [today = ''] = toWireTime(nowMs).split('T');
  const midnight = (days: number): string => toWireTime(Date.parse(`${today}T00:00:00+08:00`) + days * DAY_MS);
  // An id people can read and nobody else has: the day, and the millisecond of it.
  const ofDay = (nowMs - Date.parse(midnight(0))).toString(36);
  return {
    id: `c${today.replaceAll('-', '')}-${ofDay}`,
    kind: 'UNIVERSAL',
    when: { from: midnight(1), to: midnight(31) },
    limits: [{ per: 'MEMBER', period: 'DAY', times: 1 }],
  };
}

/** The draft of a definition, whoever wrote it. */
export function draftOf(definition: CampaignDefinitionInput): Draft {
  return { ...definition };
}

/** What a mechanism begins with when it is chosen. */
export function blankMechanism(type: string, draft: Draft): Draft {
  const vouchers = { voucher: {}, count: 1, perRedemption: 1 };
  switch (type) {
    case 'VOUCHER_PACK': {
      const [from, to] = [textAt(draft, 'when.from'), textAt(draft, 'when.to')];
      return { type, ...vouchers, claim: { ...(from ? { from } : {}), ...(to ? { to } : {}) } };
    }
    case 'GRANTED_VOUCHER':
      return { type, ...vouchers };
    case 'GRANT':
      return { type, tiers: [{}] };
    case 'SERVICE':
      return { type, units: 1 };
    default:
      return { type };
  }
}

/** What stands in for what is not written yet. */
export interface StandIns {
  readonly owner: string;
  readonly label: string;
  /** Whether the union is taken to pay as long as nobody has said who does. */
  readonly unionPays: boolean;
}

/**
 * The draft with what is still missing and nothing is reckoned from filled in, so that it can be shown before it is whole; `invented`
 * says which fields, since whatever is said of those is no news.
 */
export function filledUp(
  draft: Draft,
  { owner, label, unionPays }: StandIns,
): { draft: Draft; invented: ReadonlySet<string> } {
  const isOpen = valueAt(draft, 'budget') === undefined && valueAt(draft, 'funding') === undefined;
  const line = isOpen && unionPays ? { 'budget.from': 'unnamed' } : {};
  const isBudgeted = valueAt(draft, 'budget') !== undefined || 'budget.from' in line;
  const wanted = { label, owner, ...line, ...(isBudgeted ? { 'budget.totalFen': AMOUNT_MAX_FEN } : {}) };
  const missing = Object.entries(wanted).filter(([path]) =>
    [undefined, ''].includes(valueAt(draft, path) as undefined),
  );
  const filled = missing.reduce((known, [path, value]) => withValue(known, path, value), draft);
  return { draft: filled, invented: new Set(missing.map(([path]) => path)) };
}
