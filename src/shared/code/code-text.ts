/** D: a phone showed it just now · S: the plastic card · N: a short number read aloud. */
export type PresentedKind = 'D' | 'N' | 'S';

export type CodePrefixes = Readonly<Record<PresentedKind, string>>;

/** What the text of each kind begins with where nothing else is configured. */
export const DEFAULT_CODE_PREFIXES: CodePrefixes = { D: '9911', S: '9912', N: '98' };

const GROUP_BYTES = 6;
const GROUP_DIGITS = 15;
const GROUP_END = 2 ** 48;

/** Digits after the prefix, by kind: 32 and 13 groups of 15, and 22 plain digits. */
export const CODE_DIGITS: Readonly<Record<PresentedKind, number>> = { D: 480, S: 195, N: 22 };

/** Which kind a text claims to be, by its prefix and length together; null for anything else. */
export function presentedKind(text: string, prefixes: CodePrefixes = DEFAULT_CODE_PREFIXES): PresentedKind | null {
  const kinds = ['D', 'S', 'N'] as const;
  const isKind = (kind: PresentedKind): boolean =>
    text.length === prefixes[kind].length + CODE_DIGITS[kind] && text.startsWith(prefixes[kind]);
  return kinds.find(isKind) ?? null;
}

/** Bytes as digits, six to fifteen: scanners are keyboards, and digits survive an input method where letters do not. The last group is filled with zero bytes. */
export function encodeDigits(bytes: Uint8Array): string {
  let digits = '';
  for (let from = 0; from < bytes.length; from += GROUP_BYTES) {
    let group = 0;
    // Below 2^53, so plain numbers are exact.
    for (let at = from; at < from + GROUP_BYTES; at += 1) group = group * 256 + (bytes[at] ?? 0);
    digits += String(group).padStart(GROUP_DIGITS, '0');
  }
  return digits;
}

/** Takes back `encodeDigits` for a payload of `length` bytes; null unless these digits are its one and only text. */
export function decodeDigits(digits: string, length: number): Uint8Array | null {
  const groups = Math.ceil(length / GROUP_BYTES);
  if (digits.length !== groups * GROUP_DIGITS || !/^[0-9]*$/.test(digits)) return null;

  const bytes = new Uint8Array(groups * GROUP_BYTES);
  for (let at = 0; at < groups; at += 1) {
    let group = Number(digits.slice(at * GROUP_DIGITS, (at + 1) * GROUP_DIGITS));
    if (group >= GROUP_END) return null;
    for (let byte = (at + 1) * GROUP_BYTES - 1; byte >= at * GROUP_BYTES; byte -= 1) {
      bytes[byte] = group % 256;
      group = Math.floor(group / 256);
    }
  }
  return bytes.subarray(length).some((padding) => padding !== 0) ? null : bytes.slice(0, length);
}
