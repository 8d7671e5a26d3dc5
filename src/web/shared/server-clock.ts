const key = 'server-clock-offset-ms';

function stored(): number {
  try {
    const value = Number(localStorage.getItem(key));
    return Number.isFinite(value) ? value : 0;
  } catch {
    return 0;
  }
}

let offsetMs = stored();

/**
 * Keeps the difference to the server's clock, so that codes are stepped by server time on a phone whose clock is wrong.
 * `accuracyMs` is how coarse the source is: a `Date` header names whole seconds, so differences below it are noise.
 */
export function noteServerTime(serverMs: number, accuracyMs: number, now: number = Date.now()): void {
  if (!Number.isFinite(serverMs)) return;
  const next = serverMs - now;
  if (Math.abs(next - offsetMs) <= accuracyMs) return;
  offsetMs = next;
  try {
    localStorage.setItem(key, String(offsetMs));
  } catch {
    // Private windows may refuse storage; the offset is then learnt again at the next contact.
  }
}

/** Server time in Unix milliseconds, as well as this device knows it. */
export function serverNow(): number {
  return Date.now() + offsetMs;
}
