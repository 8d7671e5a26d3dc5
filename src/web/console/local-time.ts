/** An instant as a `datetime-local` field holds it, in Shanghai time; and back. */
export const toLocal = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16);
export const toInstant = (local: string): string => `${local}:00+08:00`;
