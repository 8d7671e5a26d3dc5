import { passEndsAt, PASS_LIFE_MINUTES_MAX, stepAt, type Pass, type PhoneCode } from '../../shared/code/phone-code.js';

export type ShowingRefusal = 'CODE_EXPIRED' | 'DEVICE_REPLACED' | 'KEY_UNKNOWN' | 'PASS_EXPIRED' | 'PASS_INVALID';

/** The key that a pass names, as the key list has it. */
export interface PassKeyFacts {
  use: 'PASS' | 'STATIC';
  suite: number;
  from: Date;
  to: Date | null;
  status: 'ACTIVE' | 'RETIRED' | 'REVOKED';
}

export interface ShowingFacts {
  now: Date;
  code: Pick<PhoneCode, 'pass' | 'tap'>;
  key: PassKeyFacts | undefined;
  policyEpoch: number;
  /** null: no phone is bound to the card. */
  activeSlot: number | null;
  /** Until when a quote keeps this showing for this very terminal; null when none does. */
  heldUntil: Date | null;
}

/** `serverTime` goes into the answer: most refusals of a good code are a wrong clock. */
export type ShowingDecision = { accepted: true } | { accepted: false; reason: ShowingRefusal; serverTime: Date };

export const STEPS_BEHIND_MAX = 2;
export const STEPS_AHEAD_MAX = 1;

// Two servers of ours may differ by a moment, and a pass is used the second it is issued.
const ISSUED_AHEAD_MINUTES_MAX = 1;

/** Whether a genuine code (its signatures fit) counts at this instant at an online till. */
export function decideShowing(facts: ShowingFacts): ShowingDecision {
  const reason = refusalOf(facts);
  return reason === null ? { accepted: true } : { accepted: false, reason, serverTime: facts.now };
}

/** True while a step counts online: a code shown at second 0 of its step dies 90 seconds later. */
export function isStepInWindow(step: number, now: Date): boolean {
  const current = stepAt(now.getTime() / 1000);
  return step >= current - STEPS_BEHIND_MAX && step <= current + STEPS_AHEAD_MAX;
}

/** True for a key that may have signed this pass: meant for passes, not revoked, in its period when the pass began. A retired key's passes live out their 72 h. */
export function isKeyGoodForPass(key: PassKeyFacts, pass: Pick<Pass, 'notBeforeMinutes' | 'suite'>): boolean {
  if (key.use !== 'PASS' || key.status === 'REVOKED' || key.suite !== pass.suite) return false;
  // A pass begins on a whole minute, so the key's first minute counts whole.
  const fromMinutes = Math.floor(key.from.getTime() / 60_000);
  const toMinutes = key.to === null ? Infinity : key.to.getTime() / 60_000;
  return pass.notBeforeMinutes >= fromMinutes && pass.notBeforeMinutes < toMinutes;
}

function refusalOf({ now, code, key, policyEpoch, activeSlot, heldUntil }: ShowingFacts): ShowingRefusal | null {
  const { pass, tap } = code;
  if (key === undefined || !isKeyGoodForPass(key, pass)) return 'KEY_UNKNOWN';
  if (!isPassWellMade(pass, now, policyEpoch)) return 'PASS_INVALID';
  if (now.getTime() / 1000 >= passEndsAt(pass)) return 'PASS_EXPIRED';
  if (pass.deviceSlot !== activeSlot) return 'DEVICE_REPLACED';
  const held = heldUntil !== null && now <= heldUntil;
  return held || isStepInWindow(tap.step, now) ? null : 'CODE_EXPIRED';
}

function isPassWellMade(pass: Pass, now: Date, policyEpoch: number): boolean {
  const latestStart = now.getTime() / 60_000 + ISSUED_AHEAD_MINUTES_MAX;
  return (
    pass.lifeMinutes <= PASS_LIFE_MINUTES_MAX &&
    pass.notBeforeMinutes <= latestStart &&
    // A higher epoch than ours is our own list being late, never a thief: it is signed.
    pass.policyEpoch >= policyEpoch
  );
}
