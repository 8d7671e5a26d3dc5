import { findTotpStep, newTotpSecret, nextTotpDigits, totpUrl } from './totp.js';

const STEP = 49_611_600;
const now = STEP * 30;

describe('the digits of an authenticator', () => {
  const secret = newTotpSecret();

  it('count for their own step and one either way', () => {
    const digits = nextTotpDigits(secret, now, 0);
    expect(findTotpStep(secret, digits, now)).toBe(STEP);
    expect(findTotpStep(secret, digits, now + 59)).toBe(STEP);
    expect(findTotpStep(secret, digits, now - 30)).toBe(STEP);
    expect(findTotpStep(secret, digits, now + 90)).toBeNull();
  });

  it('are those of RFC 6238', () => {
    // Appendix B, SHA-1: 94287082 at 59 s, of which six digits are shown.
    expect(nextTotpDigits('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 59, 0)).toBe('287082');
  });

  it('are the next ones when the present ones were used', () => {
    expect(findTotpStep(secret, nextTotpDigits(secret, now, STEP), now)).toBe(STEP + 1);
  });

  it('are made from what the app scans', () => {
    const url = new URL(totpUrl(secret, 'li.xiaohong'));
    expect(url.protocol).toBe('otpauth:');
    expect(url.searchParams.get('secret')).toBe(secret);
  });
});
