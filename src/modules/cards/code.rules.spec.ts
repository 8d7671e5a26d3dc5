import { decideShowing, isKeyGoodForPass, isStepInWindow, type PassKeyFacts, type ShowingFacts } from './code.rules.js';

const now = new Date('2026-11-22T10:00:10+08:00');
const minute = Math.floor(now.getTime() / 60_000);
const step = Math.floor(now.getTime() / 30_000);

const key: PassKeyFacts = {
  use: 'PASS',
  suite: 0,
  from: new Date('2026-11-01T00:00:00+08:00'),
  to: null,
  status: 'ACTIVE',
};
const pass = {
  suite: 0,
  kid: 1,
  cardNo: 123,
  notBeforeMinutes: minute - 60,
  lifeMinutes: 4320,
  deviceSlot: 3,
  offlineClass: 0,
  offlineCap: 0,
  policyEpoch: 7,
  devicePublicKey: new Uint8Array(32),
};
const good: ShowingFacts = {
  now,
  code: { pass, tap: { step, ctr: 1 } },
  key,
  policyEpoch: 7,
  activeSlot: 3,
  heldUntil: null,
};
const withPass = (change: Partial<typeof pass>): ShowingFacts => ({
  ...good,
  code: { ...good.code, pass: { ...pass, ...change } },
});
const withStep = (by: number): ShowingFacts => ({ ...good, code: { pass, tap: { step: step + by, ctr: 1 } } });
const withKey = (change: Partial<PassKeyFacts>): ShowingFacts => ({ ...good, key: { ...key, ...change } });
const refused = (reason: string): unknown => ({ accepted: false, reason, serverTime: now });

describe('whether a genuine code counts', () => {
  it('counts when everything fits', () => {
    expect(decideShowing(good)).toEqual({ accepted: true });
  });

  it.each([-2, -1, 0, 1])('F08 counts %i steps from now', (by) => {
    expect(decideShowing(withStep(by))).toEqual({ accepted: true });
  });

  it.each([-1000, -3, 2, 1000])('F08 is refused %i steps from now, with the server time', (by) => {
    expect(decideShowing(withStep(by))).toEqual(refused('CODE_EXPIRED'));
  });

  it('F08 dies 90 seconds after its step began, to the millisecond', () => {
    const began = step * 30_000;
    expect(isStepInWindow(step, new Date(began + 89_999))).toBe(true);
    expect(isStepInWindow(step, new Date(began + 90_000))).toBe(false);
    expect(isStepInWindow(step, new Date(began - 30_000))).toBe(true);
    expect(isStepInWindow(step, new Date(began - 30_001))).toBe(false);
  });

  it('F08 an old step still counts while a quote holds it for this terminal, and not a moment longer', () => {
    expect(decideShowing({ ...withStep(-4), heldUntil: now })).toEqual({ accepted: true });
    expect(decideShowing({ ...withStep(-4), heldUntil: new Date(now.getTime() - 1) })).toEqual(refused('CODE_EXPIRED'));
  });

  it('F09 counts until the pass ends and is refused from that very second, held or not', () => {
    const endsNow = { notBeforeMinutes: minute - 4320 };
    const second = new Date(minute * 60_000);
    const at = (ms: number): ShowingFacts => {
      const then = new Date(second.getTime() + ms);
      const tap = { step: Math.floor(then.getTime() / 30_000), ctr: 1 };
      return { ...withPass(endsNow), now: then, code: { pass: { ...pass, ...endsNow }, tap } };
    };
    expect(decideShowing(at(-1))).toEqual({ accepted: true });
    expect(decideShowing(at(0))).toMatchObject({ reason: 'PASS_EXPIRED' });
    expect(decideShowing(at(60_000))).toMatchObject({ reason: 'PASS_EXPIRED' });
    expect(decideShowing({ ...at(0), heldUntil: new Date(now.getTime() + 60_000) })).toMatchObject({
      reason: 'PASS_EXPIRED',
    });
  });

  it('takes a life of 4320 minutes and none of 4321', () => {
    expect(decideShowing(withPass({ lifeMinutes: 4320 }))).toEqual({ accepted: true });
    expect(decideShowing(withPass({ lifeMinutes: 4321 }))).toEqual(refused('PASS_INVALID'));
  });

  it('takes a pass that begins within the next minute and none later', () => {
    expect(decideShowing(withPass({ notBeforeMinutes: minute + 1 }))).toEqual({ accepted: true });
    expect(decideShowing(withPass({ notBeforeMinutes: minute + 2 }))).toEqual(refused('PASS_INVALID'));
  });

  it('refuses a pass from before the last leak, by its policy epoch', () => {
    expect(decideShowing(withPass({ policyEpoch: 6 }))).toEqual(refused('PASS_INVALID'));
    expect(decideShowing(withPass({ policyEpoch: 8 }))).toEqual({ accepted: true });
  });

  it('refuses the phone that was bound before, and any phone when none is', () => {
    expect(decideShowing({ ...good, activeSlot: 4 })).toEqual(refused('DEVICE_REPLACED'));
    expect(decideShowing({ ...good, activeSlot: null })).toEqual(refused('DEVICE_REPLACED'));
  });

  it('F07 refuses an unknown, revoked, static or other-suite key', () => {
    expect(decideShowing({ ...good, key: undefined })).toEqual(refused('KEY_UNKNOWN'));
    expect(decideShowing(withKey({ status: 'REVOKED' }))).toEqual(refused('KEY_UNKNOWN'));
    expect(decideShowing(withKey({ use: 'STATIC' }))).toEqual(refused('KEY_UNKNOWN'));
    expect(decideShowing(withKey({ suite: 1 }))).toEqual(refused('KEY_UNKNOWN'));
  });

  it('lets the passes of a retired key live out their time', () => {
    expect(decideShowing(withKey({ status: 'RETIRED', to: now }))).toEqual({ accepted: true });
  });

  it("F07 wants the pass to begin in its key's period, the first minute whole and the end excluded", () => {
    const began = new Date(minute * 60_000 + 30_000);
    const at = (notBeforeMinutes: number) => ({ suite: 0, notBeforeMinutes });
    expect(isKeyGoodForPass({ ...key, from: began }, at(minute))).toBe(true);
    expect(isKeyGoodForPass({ ...key, from: began }, at(minute - 1))).toBe(false);
    expect(isKeyGoodForPass({ ...key, to: new Date(minute * 60_000) }, at(minute))).toBe(false);
    expect(isKeyGoodForPass({ ...key, to: new Date(minute * 60_000) }, at(minute - 1))).toBe(true);
  });
});
