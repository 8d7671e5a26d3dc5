/** Characters nobody confuses when a code is read out or copied by hand: no 0 O, 1 I L. */
export const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
export const CODE_LENGTH = 8;
export const CODE_LIFE_MS = 10 * 60_000;
export const CODE_TRIES = 5;

const NORMAL_FORM = new RegExp(`^[${CODE_ALPHABET}]{${CODE_LENGTH}}$`);

/**
 * The first three characters say which code is meant, the other five are its secret. So a wrong guess is counted against the code it was
 * aimed at: five wrong ones kill that code (5 in 28 million), however many addresses they come from.
 */
const HANDLE_LENGTH = 3;

/** Writes a code from a source of random numbers below a bound. */
export function drawCode(randomBelow: (bound: number) => number): string {
  return Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET.charAt(randomBelow(CODE_ALPHABET.length))).join('');
}

/** A code as typed in its one normal form; null when it cannot be one. */
export function normaliseCode(text: string): string | null {
  const code = text.replaceAll(/[\s-]/g, '').toUpperCase();
  return NORMAL_FORM.test(code) ? code : null;
}

export function handleOf(code: string): string {
  return code.slice(0, HANDLE_LENGTH);
}

/** A code for the eye: `K7M4-P2QX`. */
export function groupCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

export interface OpenCode {
  readonly id: string;
  readonly codeHash: Uint8Array;
  readonly triesLeft: number;
  readonly expiresAt: Date;
}

export type CodeDecision =
  { readonly fits: true; readonly id: string } | { readonly fits: false; readonly missed: readonly string[] };

/** Which of the open codes with the handle was meant; when none fits, each of them was missed once. */
export function decideCode(open: readonly OpenCode[], hash: Uint8Array, now: Date): CodeDecision {
  const live = open.filter((code) => code.triesLeft > 0 && now < code.expiresAt);
  const fitting = live.find((code) => equal(code.codeHash, hash));
  return fitting ? { fits: true, id: fitting.id } : { fits: false, missed: live.map((code) => code.id) };
}

// Both sides are keyed hashes, so where the comparison stops tells nothing about the code.
function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
