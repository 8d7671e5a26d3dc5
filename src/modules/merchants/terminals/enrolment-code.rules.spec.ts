import {
  CODE_ALPHABET,
  decideCode,
  drawCode,
  groupCode,
  handleOf,
  normaliseCode,
  type OpenCode,
} from './enrolment-code.rules.js';

const now = new Date('2026-11-22T10:00:00+08:00');
const openCode = (over: Partial<OpenCode>): OpenCode => ({
  id: 'a',
  codeHash: Uint8Array.of(1, 2),
  triesLeft: 5,
  expiresAt: new Date(now.getTime() + 1),
  ...over,
});

describe('an enrolment code', () => {
  it('has eight characters and no look-alikes', () => {
    expect(drawCode((bound) => bound - 1)).toBe('ZZZZZZZZ');
    expect(drawCode(() => 0)).toBe('22222222');
    for (const lookAlike of '0O1IL') expect(CODE_ALPHABET).not.toContain(lookAlike);
  });

  it('may be typed in lower case with spaces and hyphens', () => {
    expect(normaliseCode('k7m4-p2qx')).toBe('K7M4P2QX');
    expect(normaliseCode(' K7M4 P2QX ')).toBe('K7M4P2QX');
    expect(groupCode('K7M4P2QX')).toBe('K7M4-P2QX');
    expect(handleOf('K7M4P2QX')).toBe('K7M');
  });

  it.each(['', 'K7M4P2Q', 'K7M4P2QXX', 'K7M4P2Q0', '２7M4P2QX'])('is not "%s"', (text) => {
    expect(normaliseCode(text)).toBeNull();
  });
});

describe('a try with a code', () => {
  it('fits the one code with its hash', () => {
    const open = [openCode({ id: 'other', codeHash: Uint8Array.of(9, 9) }), openCode({})];
    expect(decideCode(open, Uint8Array.of(1, 2), now)).toEqual({ fits: true, id: 'a' });
  });

  it('with a wrong secret counts against every code it may have been aimed at', () => {
    const open = [openCode({}), openCode({ id: 'b', triesLeft: 1 })];
    expect(decideCode(open, Uint8Array.of(0, 0), now)).toEqual({ fits: false, missed: ['a', 'b'] });
  });

  it('does not fit at the instant the code expires, nor after five misses', () => {
    expect(decideCode([openCode({ expiresAt: now })], Uint8Array.of(1, 2), now)).toEqual({ fits: false, missed: [] });
    expect(decideCode([openCode({ triesLeft: 0 })], Uint8Array.of(1, 2), now)).toEqual({ fits: false, missed: [] });
  });
});
