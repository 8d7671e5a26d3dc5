import { decideBinding, decideRenewal, offlineTrust } from './device.rules.js';

const key = new Uint8Array(32).fill(7);
const otherKey = new Uint8Array(32).fill(8);

describe('binding a phone', () => {
  test.each(['ISSUED', 'ACTIVE'] as const)('a card that is %s takes a phone', (state) => {
    expect(decideBinding(state)).toBeNull();
  });

  test.each(['FROZEN', 'LOST'] as const)('a card that is %s takes none', (state) => {
    expect(decideBinding(state)).toBe('CARD_NOT_USABLE');
  });

  test.each([null, 'APPLIED', 'PRODUCED'] as const)('without an issued card (%s) there is nothing to bind', (state) => {
    expect(decideBinding(state)).toBe('CARD_NOT_ISSUED');
  });
});

describe('renewing a pass', () => {
  test('the bound phone of an active card gets one', () => {
    expect(decideRenewal({ state: 'ACTIVE', publicKey: key }, key)).toBeNull();
  });

  test('a phone that was replaced gets none', () => {
    expect(decideRenewal({ state: 'ACTIVE', publicKey: otherKey }, key)).toBe('DEVICE_REPLACED');
  });

  test('a card with no phone yet says so', () => {
    expect(decideRenewal({ state: 'ACTIVE', publicKey: null }, key)).toBe('DEVICE_NOT_BOUND');
    expect(decideRenewal({ state: 'ISSUED', publicKey: null }, key)).toBe('DEVICE_NOT_BOUND');
  });

  test('a lost card gets none, whichever phone asks', () => {
    expect(decideRenewal({ state: 'LOST', publicKey: key }, key)).toBe('CARD_NOT_USABLE');
    expect(decideRenewal(null, key)).toBe('CARD_NOT_ISSUED');
  });

  test('a phone that keeps its key in hardware is trusted further offline', () => {
    expect(offlineTrust(true).offlineClass).toBeGreaterThan(offlineTrust(false).offlineClass);
  });
});
