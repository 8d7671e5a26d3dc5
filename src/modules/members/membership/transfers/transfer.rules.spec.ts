import {
  decideConfirmation,
  decideEnding,
  decideTransferRequest,
  sidesOf,
  type TransferFacts,
} from './transfer.rules.js';

const now = new Date('2026-11-25T09:00:00+08:00');
const places = { fromPath: '/city/park-a/u1/', toPath: '/city/park-b/u2/' };
const open = (given: Partial<TransferFacts> = {}): TransferFacts => ({
  state: 'REQUESTED',
  fromConfirmed: false,
  toConfirmed: false,
  expiresAt: new Date(now.getTime() + 1),
  ...given,
});

describe('whose word an officer’s is', () => {
  it.each([
    ['the union that is left', ['/city/park-a/u1/'], ['FROM']],
    ['the union that is joined', ['/city/park-b/'], ['TO']],
    ['both, for who looks after both', ['/city/'], ['FROM', 'TO']],
    ['nobody’s, for a stranger', ['/city/park-c/'], []],
    ['nobody’s, for a name that only begins alike', ['/city/park-a/u/'], []],
  ])('is that of %s', (_case, scope, sides) => {
    expect(sidesOf(places, scope)).toEqual(sides);
  });
});

describe('asking for a move', () => {
  it('is for members of another union, active or between jobs', () => {
    expect(decideTransferRequest({ membership: 'ACTIVE', orgId: 'u1' }, 'u2')).toBeNull();
    expect(decideTransferRequest({ membership: 'RETAINED', orgId: 'u1' }, 'u2')).toBeNull();
    expect(decideTransferRequest({ membership: 'ACTIVE', orgId: 'u2' }, 'u2')).toBe('TRANSFER_SAME_UNION');
    expect(decideTransferRequest({ membership: 'WITHDRAWN', orgId: 'u1' }, 'u2')).toBe('MEMBER_WITHDRAWN');
  });
});

describe('a confirmation', () => {
  it('of one side waits for the other, of the second side is the move', () => {
    expect(decideConfirmation(open(), ['TO'], now)).toEqual({ allowed: true, confirms: ['TO'], done: false });
    expect(decideConfirmation(open({ toConfirmed: true }), ['FROM'], now)).toEqual({
      allowed: true,
      confirms: ['FROM'],
      done: true,
    });
  });

  it('of both sides at once gives what is missing', () => {
    expect(decideConfirmation(open(), ['FROM', 'TO'], now)).toMatchObject({ confirms: ['FROM', 'TO'], done: true });
    expect(decideConfirmation(open({ fromConfirmed: true }), ['FROM', 'TO'], now)).toMatchObject({
      confirms: ['TO'],
      done: true,
    });
  });

  it('of a side that has given its word is refused', () => {
    expect(decideConfirmation(open({ toConfirmed: true }), ['TO'], now)).toEqual({
      allowed: false,
      reason: 'TRANSFER_CONFIRMED',
    });
  });

  it.each(['DONE', 'REFUSED', 'CANCELLED', 'EXPIRED'] as const)('after %s is too late', (state) => {
    expect(decideConfirmation(open({ state }), ['FROM'], now)).toEqual({ allowed: false, reason: 'TRANSFER_ENDED' });
  });

  it('counts until the last millisecond and not at the end itself', () => {
    expect(decideConfirmation(open(), ['FROM'], now).allowed).toBe(true);
    expect(decideConfirmation(open({ expiresAt: now }), ['FROM'], now).allowed).toBe(false);
  });
});

describe('ending a transfer', () => {
  const asked = { ...open(), requestedSide: 'TO' } as const;

  it('is refusing for the union that was asked, and taking back for who asked', () => {
    expect(decideEnding(asked, ['FROM'], 'REFUSE', now)).toEqual({ allowed: true, state: 'REFUSED' });
    expect(decideEnding(asked, ['TO'], 'CANCEL', now)).toEqual({ allowed: true, state: 'CANCELLED' });
    expect(decideEnding(asked, ['FROM'], 'CANCEL', now)).toEqual({ allowed: false, reason: 'TRANSFER_NOT_YOURS' });
  });

  it('leaves a worker’s request to the worker', () => {
    const own = { ...asked, requestedSide: 'WORKER' } as const;
    expect(decideEnding(own, ['WORKER'], 'CANCEL', now)).toEqual({ allowed: true, state: 'CANCELLED' });
    expect(decideEnding(own, ['FROM', 'TO'], 'CANCEL', now).allowed).toBe(false);
  });

  it('is over once it ended', () => {
    const ended = { allowed: false, reason: 'TRANSFER_ENDED' };
    expect(decideEnding({ ...asked, state: 'DONE' }, ['FROM'], 'REFUSE', now)).toEqual(ended);
    expect(decideEnding({ ...asked, expiresAt: now }, ['FROM'], 'REFUSE', now)).toEqual(ended);
  });
});
