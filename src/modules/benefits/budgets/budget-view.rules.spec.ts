import { alertPercentOf, type OwnFigures, rollUp } from './budget-view.rules.js';

const line = (id: string, parentId: string | null, given: Partial<OwnFigures> = {}): OwnFigures => ({
  id,
  parentId,
  orgId: id,
  orgName: id,
  orgPath: '/city/',
  name: id,
  year: 2017,
  state: 'OPEN',
  version: 1,
  totalFen: 1_000,
  handedFen: 300,
  freeFen: 700,
  carriedToId: null,
  campaignsFen: 100,
  campaigns: 1,
  spentFen: 10,
  heldFen: 1,
  openProposalId: null,
  ...given,
});

describe('the part of a budget that is used', () => {
  it.each([
    [499, null],
    [500, 50],
    [799, 50],
    [800, 80],
    [949, 80],
    [950, 95],
    [1_000, 95],
  ])('of %d in 1000 tells %p', (used, percent) => {
    expect(alertPercentOf(used, 1_000)).toBe(percent);
  });

  it('of a budget of nothing tells nothing', () => {
    expect(alertPercentOf(0, 0)).toBeNull();
  });
});

describe('the tree', () => {
  it('adds what lines below spent and hold, however deep, and leaves others alone', () => {
    const lines = rollUp(
      [line('top', null), line('park', 'top'), line('union', 'park', { spentFen: 5 }), line('other', null)],
      null,
    );
    const spent = Object.fromEntries(lines.map(({ id, spentFen, heldFen }) => [id, [spentFen, heldFen]]));
    expect(spent).toEqual({ top: [25, 3], park: [15, 2], union: [5, 1], other: [10, 1] });
  });

  it('begins where the officer’s subtree does', () => {
    expect(rollUp([line('park', 'out-of-sight')], null)).toMatchObject([{ spentFen: 10, linesFen: 200 }]);
  });

  it('lets an owner draw from its own line and those above, open and with something free', () => {
    const drawable = (given: Partial<OwnFigures>) =>
      rollUp([line('one', null, given)], '/city/park-a/u1/')[0]?.drawable;
    expect(drawable({})).toBe(true);
    expect(drawable({ orgPath: '/city/park-a/u1/' })).toBe(true);
    expect(drawable({ orgPath: '/city/park-b/' })).toBe(false);
    expect(drawable({ state: 'CLOSED' })).toBe(false);
    expect(drawable({ freeFen: 0 })).toBe(false);
  });
});
