const FREE_FAILURES = 3;
const DELAY_MAX_SECONDS = 900;

/** After so long without an attempt the count starts again. */
export const FORGET_MS = 24 * 3_600_000;

/** Seconds to wait after so many wrong attempts in a row: none for three, then 2, 4, 8 … up to a quarter of an hour. */
export function delaySecondsAfter(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(DELAY_MAX_SECONDS, 2 ** Math.min(20, failures - FREE_FAILURES + 1));
}

/** The network attempts are counted by: who has an IPv6 address has its whole /64, so the lower half says nothing. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [front = '', back] = (address.split('%')[0] ?? '').split('::');
  const head = front === '' ? [] : front.split(':');
  const tail = back === undefined || back === '' ? [] : back.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  const groups = [...head, ...zeros, ...tail].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.join(':')}::/64`;
}
