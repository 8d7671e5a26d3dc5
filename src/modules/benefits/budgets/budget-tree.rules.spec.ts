import { AMOUNT_MAX_FEN } from '../../../shared/money.js';
import { BUDGET_YEAR_MAX, type Change, decideChange, type LineState } from './budget-tree.rules.js';

const at = (id: string, given: Partial<LineState> = {}): LineState => ({
  id,
  parentId: null,
  orgId: 'city',
  orgPath: '/city/',
  name: id,
  year: 2017,
  state: 'OPEN',
  version: 3,
  totalFen: 1_000,
  handedFen: 400,
  carriedToId: null,
  ...given,
});
const park = { parentId: 'city', orgId: 'park-a', orgPath: '/city/park-a/' };
const tree = (...lines: LineState[]) => new Map(lines.map((line) => [line.id, line]));
const usual = () => tree(at('city'), at('park', { ...park, totalFen: 400, handedFen: 300 }));
const decide = (change: Omit<Change, 'version'>, lines = usual(), version = 3) =>
  decideChange(lines, { version, ...change } as Change);
const refusal = (...given: Parameters<typeof decide>) => {
  const decision = decide(...given);
  return decision.allowed ? 'allowed' : decision.reason;
};
/** Figures afterwards, as `total/handed` by line. */
const after = (...given: Parameters<typeof decide>) => {
  const decision = decide(...given);
  if (!decision.allowed) throw new Error(decision.reason);
  return Object.fromEntries(decision.lines.map((line) => [line.id, `${line.totalFen}/${line.handedFen}`]));
};

describe('any change', () => {
  it('is refused for a line that is not there', () => {
    expect(refusal({ kind: 'CLOSE', lineId: 'nowhere' })).toBe('BUDGET_LINE_NOT_FOUND');
  });

  it.each([2, 4])('is refused when version %d was seen and it is 3, with the line as it is', (version) => {
    const decision = decide({ kind: 'RAISE', lineId: 'city', amountFen: 1 } as Change, usual(), version);
    expect(decision).toMatchObject({ allowed: false, reason: 'BUDGET_LINE_CHANGED', line: { version: 3 } });
  });

  it('moves the version of each line it touches by one', () => {
    const decision = decide({ kind: 'CLAW_BACK', lineId: 'park', amountFen: 1 } as Change);
    expect(decision.allowed && decision.lines.map(({ version }) => version)).toEqual([4, 4]);
  });
});

describe('federation money', () => {
  it('comes to a first line and goes back as far as it is free', () => {
    expect(after({ kind: 'RAISE', lineId: 'city', amountFen: 1 } as Change)).toEqual({ city: '1001/400' });
    expect(after({ kind: 'REDUCE', lineId: 'city', amountFen: 600 } as Change)).toEqual({ city: '400/400' });
    expect(refusal({ kind: 'REDUCE', lineId: 'city', amountFen: 601 } as Change)).toBe('LINE_EXHAUSTED');
  });

  it('comes to no line that has one above it', () => {
    expect(refusal({ kind: 'RAISE', lineId: 'park', amountFen: 1 } as Change)).toBe('BUDGET_LINE_FUNDED_FROM_ABOVE');
  });

  it('comes to no closed line, but goes back from one', () => {
    const closed = tree(at('city', { state: 'CLOSED' }));
    expect(refusal({ kind: 'RAISE', lineId: 'city', amountFen: 1 } as Change, closed)).toBe('BUDGET_LINE_CLOSED');
    expect(after({ kind: 'REDUCE', lineId: 'city', amountFen: 1 } as Change, closed)).toEqual({ city: '999/400' });
  });

  it('fills a line to the largest amount and not a fen further', () => {
    const nearly = tree(at('city', { totalFen: AMOUNT_MAX_FEN - 1 }));
    expect(refusal({ kind: 'RAISE', lineId: 'city', amountFen: 1 } as Change, nearly)).toBe('allowed');
    expect(refusal({ kind: 'RAISE', lineId: 'city', amountFen: 2 } as Change, nearly)).toBe('BUDGET_TOTAL_TOO_LARGE');
  });
});

describe('allocating', () => {
  const to = { id: 'park', version: 3 };

  it('hands on the last free fen and refuses one more', () => {
    expect(after({ kind: 'ALLOCATE', lineId: 'city', amountFen: 600, to } as Change)).toEqual({
      city: '1000/1000',
      park: '1000/300',
    });
    expect(refusal({ kind: 'ALLOCATE', lineId: 'city', amountFen: 601, to } as Change)).toBe('LINE_EXHAUSTED');
  });

  it('opens a line for a union below, of the same year, and for no other union', () => {
    const line = { id: 'new', name: '新', orgId: 'park-b', orgPath: '/city/park-b/' };
    const decision = decide({ kind: 'ALLOCATE', lineId: 'city', amountFen: 5, to: line } as Change);
    expect(decision).toMatchObject({ allowed: true, otherId: 'new', transfer: { from: 'city', to: 'new', fen: 5 } });
    expect(decision.allowed && decision.lines[1]).toMatchObject({
      version: 1,
      year: 2017,
      parentId: 'city',
      totalFen: 5,
    });
    expect(refusal({ kind: 'ALLOCATE', lineId: 'park', amountFen: 5, to: line } as Change)).toBe('BUDGET_ORG_UNKNOWN');
    expect(refusal({ kind: 'ALLOCATE', lineId: 'city', amountFen: 5, to: { ...line, id: 'park' } } as Change)).toBe(
      'BUDGET_LINE_ID_TAKEN',
    );
  });

  it('names the child as it was seen, and one that is its own', () => {
    expect(refusal({ kind: 'ALLOCATE', lineId: 'city', amountFen: 1, to: { id: 'park', version: 2 } } as Change)).toBe(
      'BUDGET_LINE_CHANGED',
    );
    expect(refusal({ kind: 'ALLOCATE', lineId: 'park', amountFen: 1, to: { id: 'city', version: 3 } } as Change)).toBe(
      'BUDGET_LINE_NOT_FOUND',
    );
    expect(refusal({ kind: 'ALLOCATE', lineId: 'city', amountFen: 1, to: { id: 'gone', version: 3 } } as Change)).toBe(
      'BUDGET_LINE_NOT_FOUND',
    );
  });

  it('neither leaves a closed line nor reaches one', () => {
    const fromClosed = tree(at('city', { state: 'CLOSED' }), at('park', park));
    const toClosed = tree(at('city'), at('park', { ...park, state: 'CLOSED' }));
    for (const lines of [fromClosed, toClosed])
      expect(refusal({ kind: 'ALLOCATE', lineId: 'city', amountFen: 1, to } as Change, lines)).toBe(
        'BUDGET_LINE_CLOSED',
      );
  });
});

describe('clawing back', () => {
  it('takes what is free below and makes it free above', () => {
    expect(after({ kind: 'CLAW_BACK', lineId: 'park', amountFen: 100 } as Change)).toEqual({
      park: '300/300',
      city: '1000/300',
    });
    expect(refusal({ kind: 'CLAW_BACK', lineId: 'park', amountFen: 101 } as Change)).toBe('LINE_EXHAUSTED');
  });

  it('has nowhere to go from a first line', () => {
    expect(refusal({ kind: 'CLAW_BACK', lineId: 'city', amountFen: 1 } as Change)).toBe(
      'BUDGET_LINE_FUNDED_BY_FEDERATION',
    );
  });
});

describe('carrying over', () => {
  const next = { year: 2018, totalFen: 50, handedFen: 20 };
  const both = () =>
    tree(
      at('city', { state: 'CLOSED', carriedToId: 'city-18' }),
      at('park', { ...park, totalFen: 400, handedFen: 300 }),
      at('city-18', { ...next, handedFen: 50 }),
      at('park-18', { ...park, ...next, parentId: 'city-18' }),
    );

  it('closes the line and moves what is free, and the claim on the lines above with it', () => {
    const to = { id: 'park-18', version: 3 };
    // Free of both cities stays as it was: 600 and 0.
    expect(after({ kind: 'CARRY_OVER', lineId: 'park', to } as Change, both())).toEqual({
      park: '300/300',
      city: '900/300',
      'park-18': '150/20',
      'city-18': '150/150',
    });
  });

  it('opens the line of the next year below the one the upper line was carried to', () => {
    const to = { id: 'new', name: '新', orgId: 'park-a', orgPath: '/city/park-a/' };
    const decision = decide({ kind: 'CARRY_OVER', lineId: 'park', to } as Change, both());
    const opened = decision.allowed && decision.lines.find(({ id }) => id === 'new');
    expect(opened).toMatchObject({ parentId: 'city-18', year: 2018, totalFen: 100, handedFen: 0, state: 'OPEN' });
    expect(refusal({ kind: 'CARRY_OVER', lineId: 'park', to } as Change, usual())).toBe('BUDGET_PARENT_NOT_CARRIED');
  });

  it('ends with the last year there is', () => {
    const to = { id: 'new', name: '新', orgId: 'city', orgPath: '/city/' };
    const carry = { kind: 'CARRY_OVER', lineId: 'city', to } as Change;
    expect(refusal(carry, tree(at('city', { year: BUDGET_YEAR_MAX })))).toBe('BUDGET_YEAR_WRONG');
    expect(refusal(carry, tree(at('city', { year: BUDGET_YEAR_MAX - 1 })))).toBe('allowed');
  });

  it('cancels out on a line that lies above both', () => {
    const odd = tree(
      at('top', { totalFen: 500, handedFen: 450 }),
      at('old', { parentId: 'top', totalFen: 400, handedFen: 100 }),
      at('new', { ...next, parentId: 'top' }),
    );
    expect(after({ kind: 'CARRY_OVER', lineId: 'old', to: { id: 'new', version: 3 } } as Change, odd)).toEqual({
      top: '500/450',
      old: '100/100',
      new: '350/20',
    });
  });

  it('may be done again with what came back later, not with nothing', () => {
    const to = { id: 'park-18', version: 3 };
    const closed = both().set(
      'park',
      at('park', { ...park, totalFen: 1, handedFen: 0, state: 'CLOSED', carriedToId: 'park-18' }),
    );
    expect(refusal({ kind: 'CARRY_OVER', lineId: 'park', to } as Change, closed)).toBe('allowed');
    const empty = both().set(
      'park',
      at('park', { ...park, totalFen: 0, handedFen: 0, state: 'CLOSED', carriedToId: 'park-18' }),
    );
    expect(refusal({ kind: 'CARRY_OVER', lineId: 'park', to } as Change, empty)).toBe('LINE_EXHAUSTED');
  });

  it('closes a line without anything free, moving nothing', () => {
    const full = both().set('park', at('park', { ...park, totalFen: 300, handedFen: 300 }));
    const decision = decide({ kind: 'CARRY_OVER', lineId: 'park', to: { id: 'park-18', version: 3 } } as Change, full);
    expect(decision).toMatchObject({ allowed: true, transfer: null });
    expect(decision.allowed && decision.lines.map(({ id }) => id)).toEqual(['park', 'park-18']);
  });

  it.each([
    ['BUDGET_YEAR_WRONG', { ...park, year: 2017 }],
    ['BUDGET_YEAR_WRONG', { ...park, year: 2019 }],
    ['BUDGET_ORG_UNKNOWN', { ...next, orgId: 'park-b' }],
    ['BUDGET_LINE_CLOSED', { ...park, ...next, state: 'CLOSED' as const }],
  ])('answers %s for a line it may not go to', (reason, target) => {
    const lines = both().set('other', at('other', { ...target, parentId: null }));
    const change = { kind: 'CARRY_OVER', lineId: 'park', to: { id: 'other', version: 3 } } as Change;
    expect(refusal(change, lines)).toBe(reason);
  });
});

describe('closing', () => {
  it('wants nothing free, and happens once', () => {
    expect(refusal({ kind: 'CLOSE', lineId: 'city' })).toBe('BUDGET_LINE_NOT_EMPTY');
    const full = tree(at('city', { handedFen: 1_000 }));
    expect(decide({ kind: 'CLOSE', lineId: 'city' }, full)).toMatchObject({
      allowed: true,
      lines: [{ state: 'CLOSED' }],
    });
    const closed = tree(at('city', { handedFen: 1_000, state: 'CLOSED' }));
    expect(refusal({ kind: 'CLOSE', lineId: 'city' }, closed)).toBe('BUDGET_LINE_CLOSED');
  });
});
