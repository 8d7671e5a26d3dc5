import { decideOtp, type OtpFacts, waitBeforeOtp } from './otp.rules.js';

const now = new Date('2017-03-01T10:00:00+08:00');
const ago = (ms: number) => new Date(now.getTime() - ms);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('how often a phone may ask for a code', () => {
  it('may ask at once when it never did', () => expect(waitBeforeOtp([], now)).toBe(0));

  it('waits a minute after one', () => {
    expect(waitBeforeOtp([ago(0)], now)).toBe(MINUTE);
    expect(waitBeforeOtp([ago(59_999)], now)).toBe(1);
    expect(waitBeforeOtp([ago(MINUTE)], now)).toBe(0);
  });

  it('waits for the fifth last to be an hour old', () => {
    const five = [2, 10, 20, 30, 50].map((minutes) => ago(minutes * MINUTE));
    expect(waitBeforeOtp(five, now)).toBe(10 * MINUTE);
    expect(waitBeforeOtp(five.slice(0, 4), now)).toBe(0);
  });

  it('waits for the tenth last to be a day old', () => {
    const ten = Array.from({ length: 10 }, (_, at) => ago((at + 1) * 2 * HOUR));
    expect(waitBeforeOtp(ten, now)).toBe(4 * HOUR);
    expect(waitBeforeOtp(ten.slice(0, 9), now)).toBe(0);
  });
});

describe('what a code is worth', () => {
  const facts = (given: Partial<OtpFacts> = {}): OtpFacts => ({
    tries: 0,
    expiresAt: new Date(now.getTime() + 1),
    usedAt: null,
    deviceMatches: true,
    codeMatches: true,
    blocked: false,
    ...given,
  });

  it('signs in once, in time, on the device that asked', () => {
    expect(decideOtp(facts(), now)).toEqual({ signsIn: true, counts: true });
    expect(decideOtp(facts({ tries: 4 }), now).signsIn).toBe(true);
  });

  it('counts a wrong code, another device and a blocked login alike', () => {
    const refused = { signsIn: false, counts: true };
    expect(decideOtp(facts({ codeMatches: false }), now)).toEqual(refused);
    expect(decideOtp(facts({ deviceMatches: false }), now)).toEqual(refused);
    expect(decideOtp(facts({ blocked: true }), now)).toEqual(refused);
  });

  it('is worth nothing once used, at its end, or after five tries', () => {
    const refused = { signsIn: false, counts: false };
    expect(decideOtp(facts({ usedAt: ago(1) }), now)).toEqual(refused);
    expect(decideOtp(facts({ expiresAt: now }), now)).toEqual(refused);
    expect(decideOtp(facts({ tries: 5 }), now)).toEqual(refused);
  });
});
