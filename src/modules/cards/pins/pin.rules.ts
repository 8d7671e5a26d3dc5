export const PIN_DIGITS = 6;
/** Wrong tries before a PIN is locked until somebody at the desk looks at the holder. */
export const PIN_TRIES_MAX = 5;

const PATTERN = /^[0-9]{6}$/;
const UP = '01234567890123456789';
const DOWN = '98765432109876543210';

export interface PinOwner {
  /** YYYY-MM-DD; null when it is not known. */
  readonly birthOn: string | null;
  /** As printed, eleven digits. */
  readonly cardNo: string;
}

/** Whether a PIN is among the first anybody would try: one digit, a run, a repeated half or pair, the birth date, or what is printed on the card. */
export function isWeakPin(pin: string, { birthOn, cardNo }: PinOwner): boolean {
  if (!PATTERN.test(pin)) return true;
  const isRun = UP.includes(pin) || DOWN.includes(pin);
  const isRepeated = /^(\d{1,3})\1+$/.test(pin) || /^(\d)\1\1(\d)\2\2$/.test(pin);
  return isRun || isRepeated || cardNo.includes(pin) || datesOf(birthOn).has(pin);
}

/** A birth date in the ways people shorten it to six digits. */
function datesOf(birthOn: string | null): ReadonlySet<string> {
  const [year = '', month = '', day = ''] = (birthOn ?? '').split('-');
  const short = year.slice(2);
  return new Set([
    short + month + day,
    day + month + short,
    month + day + short,
    year + month,
    month + year,
    year + day,
    month + day + month,
    month + day + day,
  ]);
}

export type PinVerdict =
  | { readonly kind: 'RIGHT' }
  | { readonly kind: 'WRONG'; readonly triesLeft: number }
  | { readonly kind: 'LOCKED' }
  | { readonly kind: 'NOT_SET' };

/** Where a card's PIN stands, for its holder and for the desk. */
export type PinState = 'NONE' | 'SET' | 'LOCKED';

export function pinStateOf(tries: number | null): PinState {
  if (tries === null) return 'NONE';
  return tries >= PIN_TRIES_MAX ? 'LOCKED' : 'SET';
}
