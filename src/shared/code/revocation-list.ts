import { decodeGaps, encodeGaps, type GapBlock } from './rice.js';

/** Plastic that no longer counts while its card goes on: below which issue a card's S codes are refused. */
export interface LowestIssues {
  /** Rising, each once. */
  cards: Uint32Array;
  /** Beside each card the lowest issue that counts, 2 to 256: one above the last voided piece. Whether a piece was activated is known online only. */
  issues: Uint16Array;
}

/**
 * Cards and plastic that no longer count, for a till without a network. The numbers of cards are dense already, so they are listed as
 * they are: their places in the order of issue would be no denser, and would tell a till which cards were issued together.
 *
 * `fmt u8 (0x22) | kind u8 | number u32 | base u32 | madeAt u32 (unix s) | policyEpoch u16 | kids u8 | kid u16 … | added | removed |
 * plastic cards | plastic issues | signerKid u16 | signature 64`, each block `count u32 | k u8 | length u32 | bits`. The issues are the
 * running sums of the last issue of each card that is refused, one below the lowest that counts: they rise as the cards do, and most take
 * one bit. A full list has nothing removed and is its own base; a delta says what changed since the full list it names, so the newest one
 * is enough. Plastic never comes back, so a delta only adds to it.
 */
export interface RevocationList {
  kind: 'FULL' | 'DELTA';
  /** Never goes backwards. */
  number: number;
  /** The full list a delta changes; a full list's own number. */
  baseNumber: number;
  madeAtSeconds: number;
  policyEpoch: number;
  revokedKids: readonly number[];
  added: Uint32Array;
  removed: Uint32Array;
  plastics: LowestIssues;
}

export const NO_PLASTICS: LowestIssues = { cards: new Uint32Array(), issues: new Uint16Array() };

/** A list that was read; its signature is not judged yet. */
export interface ReadRevocationList extends RevocationList {
  signerKid: number;
  signature: Uint8Array;
}

const FORMAT = 0x22;
const BLOCKS = 4;
/** An issue is a byte of the S code, and the first one is never below the lowest. */
const ISSUE_MAX = 255;
const KINDS = ['FULL', 'DELTA'] as const;
const HEAD_BYTES = 17;
const BLOCK_HEAD_BYTES = 9;
const SIGNATURE_BYTES = 64;
const TAIL_BYTES = 2 + SIGNATURE_BYTES;
const KIDS_MAX = 255;
const DOMAIN = new TextEncoder().encode('UCARD/REVOKED/v1\0');

/** A list without its signature; card numbers are sorted and each stands once. Throws on a list that has no form. */
export function buildRevocationList(list: RevocationList, signerKid: number): Uint8Array<ArrayBuffer> {
  if (list.revokedKids.length > KIDS_MAX) throw new Error(`A list names at most ${KIDS_MAX} withdrawn keys.`);
  const { cards, issues } = list.plastics;
  const blocks = [list.added, list.removed, cards, sumsOf(issues)].map(encodeGaps);
  const kidsBytes = list.revokedKids.length * 2;
  const size = blocks.reduce((sum, { bits }) => sum + BLOCK_HEAD_BYTES + bits.length, HEAD_BYTES + kidsBytes + 2);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, FORMAT);
  view.setUint8(1, KINDS.indexOf(list.kind));
  view.setUint32(2, list.number);
  view.setUint32(6, list.baseNumber);
  view.setUint32(10, list.madeAtSeconds);
  view.setUint16(14, list.policyEpoch);
  view.setUint8(16, list.revokedKids.length);
  for (const [at, kid] of list.revokedKids.entries()) view.setUint16(HEAD_BYTES + at * 2, kid);
  let from = HEAD_BYTES + kidsBytes;
  for (const block of blocks) from = putBlock(bytes, from, block);
  view.setUint16(from, signerKid);
  return bytes;
}

/** What is signed: the domain and everything before the signature. */
export function revocationBytesToSign(list: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(DOMAIN.length + list.length);
  bytes.set(DOMAIN);
  bytes.set(list, DOMAIN.length);
  return bytes;
}

/** The list as it travels. */
export function signRevocationList(list: Uint8Array, signature: Uint8Array): Uint8Array<ArrayBuffer> {
  if (signature.length !== SIGNATURE_BYTES) throw new Error('A signature has 64 bytes.');
  const bytes = new Uint8Array(list.length + SIGNATURE_BYTES);
  bytes.set(list);
  bytes.set(signature, list.length);
  return bytes;
}

/** The part of a whole list that its signature covers. */
export function unsignedRevocationList(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, Math.max(0, bytes.length - SIGNATURE_BYTES));
}

/** Reads a whole list; null for bytes that are none. Never throws. */
export function readRevocationList(bytes: Uint8Array): ReadRevocationList | null {
  if (bytes.length < HEAD_BYTES + BLOCKS * BLOCK_HEAD_BYTES + TAIL_BYTES || bytes[0] !== FORMAT) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = KINDS[view.getUint8(1)];
  const kids = view.getUint8(16);
  const end = bytes.length - TAIL_BYTES;
  const added = takeBlock(bytes, HEAD_BYTES + kids * 2, end);
  const removed = added && takeBlock(bytes, added.next, end);
  const cards = removed && takeBlock(bytes, removed.next, end);
  const sums = cards && takeBlock(bytes, cards.next, end);
  if (kind === undefined || !sums || sums.next !== end) return null;
  const issues = issuesOf(sums.values);
  if (issues === null || issues.length !== cards.values.length) return null;
  return {
    kind,
    number: view.getUint32(2),
    baseNumber: view.getUint32(6),
    madeAtSeconds: view.getUint32(10),
    policyEpoch: view.getUint16(14),
    revokedKids: Array.from({ length: kids }, (_, at) => view.getUint16(HEAD_BYTES + at * 2)),
    added: added.values,
    removed: removed.values,
    plastics: { cards: cards.values, issues },
    signerKid: view.getUint16(end),
    signature: bytes.subarray(end + 2),
  };
}

/** Whether a sorted block names a card. */
export function isListed(cards: Uint32Array, cardNo: number): boolean {
  return cards[placeOf(cards, cardNo)] === cardNo;
}

/** The lowest issue of a card that counts; 1 where the block does not name the card, so that every issue does. */
export function lowestIssue({ cards, issues }: LowestIssues, cardNo: number): number {
  const place = placeOf(cards, cardNo);
  return cards[place] === cardNo ? (issues[place] ?? 1) : 1;
}

/** Whether a card counts no longer by a full list and the newest delta on it. */
export function isRevoked(full: RevocationList, delta: RevocationList | null, cardNo: number): boolean {
  if (delta && isListed(delta.removed, cardNo)) return false;
  return (delta !== null && isListed(delta.added, cardNo)) || isListed(full.added, cardNo);
}

/** Whether this plastic of a card counts no longer by a full list and the newest delta on it, whatever its phone does. */
export function isPlasticRevoked(
  full: RevocationList,
  delta: RevocationList | null,
  cardNo: number,
  issueNo: number,
): boolean {
  return issueNo < Math.max(lowestIssue(full.plastics, cardNo), delta ? lowestIssue(delta.plastics, cardNo) : 1);
}

/** Where a card stands in a sorted block, or would. */
function placeOf(cards: Uint32Array, cardNo: number): number {
  let low = 0;
  let high = cards.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cards[middle] ?? 0) < cardNo) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last refused issues added up, so that they rise; throws on an issue no code can be below. */
function sumsOf(issues: Uint16Array): Uint32Array {
  const sums = new Uint32Array(issues.length);
  let sum = 0;
  for (const [at, lowest] of issues.entries()) {
    if (lowest < 2 || lowest > ISSUE_MAX + 1) throw new Error('The lowest issue of listed plastic is 2 to 256.');
    sum += lowest - 1;
    sums[at] = sum;
  }
  return sums;
}

/** Takes back `sumsOf`; null for sums of anything else. */
function issuesOf(sums: Uint32Array): Uint16Array | null {
  const issues = new Uint16Array(sums.length);
  let before = 0;
  for (const [at, sum] of sums.entries()) {
    if (sum - before > ISSUE_MAX) return null;
    issues[at] = sum - before + 1;
    before = sum;
  }
  return issues;
}

function putBlock(bytes: Uint8Array<ArrayBuffer>, from: number, { count, k, bits }: GapBlock): number {
  const view = new DataView(bytes.buffer);
  view.setUint32(from, count);
  view.setUint8(from + 4, k);
  view.setUint32(from + 5, bits.length);
  bytes.set(bits, from + BLOCK_HEAD_BYTES);
  return from + BLOCK_HEAD_BYTES + bits.length;
}

function takeBlock(bytes: Uint8Array, from: number, end: number): { values: Uint32Array; next: number } | null {
  if (from + BLOCK_HEAD_BYTES > end) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const next = from + BLOCK_HEAD_BYTES + view.getUint32(from + 5);
  if (next > end) return null;
  const bits = bytes.subarray(from + BLOCK_HEAD_BYTES, next);
  const values = decodeGaps({ count: view.getUint32(from), k: view.getUint8(from + 4), bits });
  return values && { values, next };
}
