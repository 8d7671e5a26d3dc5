import { reachingOrgIds, reachPath } from './reach.rules.js';

const path = '/city/park-a/u1/';

describe('whose benefits reach a member', () => {
  it.each([
    ['ACTIVE', ['city', 'park-a', 'u1'], '/city/park-a/u1/'],
    ['RETAINED', ['city'], '/city/'],
    ['WITHDRAWN', [], '/'],
  ] as const)('who is %s: %s', (membership, ids, reach) => {
    expect(reachingOrgIds(membership, path)).toEqual(ids);
    expect(reachPath(membership, path)).toBe(reach);
  });

  it('are the city’s alone for a member of the city itself, between jobs or not', () => {
    expect(reachingOrgIds('ACTIVE', '/city/')).toEqual(['city']);
    expect(reachingOrgIds('RETAINED', '/city/')).toEqual(['city']);
  });
});
