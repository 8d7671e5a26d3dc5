import { NonceMemory } from './nonce-memory.js';

const start = 300_000 * 1_000_000;

describe('the memory of nonces', () => {
  it('takes a nonce once per key', () => {
    const memory = new NonceMemory();
    expect(memory.claim('tk_a', 'n', start)).toBe('FRESH');
    expect(memory.claim('tk_a', 'n', start)).toBe('REUSED');
    expect(memory.claim('tk_b', 'n', start)).toBe('FRESH');
  });

  it('remembers for 600 seconds whatever the moment it began at', () => {
    for (const offset of [0, 1, 150_000, 299_999]) {
      const memory = new NonceMemory();
      memory.claim('tk_a', 'n', start + offset);
      expect(memory.claim('tk_a', 'n', start + offset + 600_000)).toBe('REUSED');
    }
  });

  it('forgets in the end, so that it does not grow for ever', () => {
    const memory = new NonceMemory();
    memory.claim('tk_a', 'n', start);
    expect(memory.claim('tk_a', 'n', start + 900_000)).toBe('FRESH');
  });

  it('forgets nothing when the clock is set back', () => {
    const memory = new NonceMemory();
    memory.claim('tk_a', 'n', start);
    expect(memory.claim('tk_a', 'm', start - 3_600_000)).toBe('FRESH');
    expect(memory.claim('tk_a', 'n', start - 3_600_000)).toBe('REUSED');
    expect(memory.claim('tk_a', 'm', start)).toBe('REUSED');
  });

  it('tells thousands of nonces apart', () => {
    const memory = new NonceMemory();
    for (let at = 0; at < 5_000; at += 1) expect(memory.claim('tk_a', String(at), start + at)).toBe('FRESH');
    for (let at = 0; at < 5_000; at += 1) expect(memory.claim('tk_a', String(at), start + 5_000)).toBe('REUSED');
  });
});
