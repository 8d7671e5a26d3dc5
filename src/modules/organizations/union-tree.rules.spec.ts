import { decideMove, decideTaking, isPlaceable, leftIds, parentPathOf, pathUnder } from './union-tree.rules.js';

describe('the union tree', () => {
  it('names a place by all ids from the city down', () => {
    expect(pathUnder(null, 'city')).toBe('/city/');
    expect(pathUnder('/city/park-a/', 'u1')).toBe('/city/park-a/u1/');
  });

  it('has the city alone at the top', () => {
    expect(isPlaceable('CITY', null)).toBe(true);
    expect(isPlaceable('PARK', null)).toBe(false);
    expect(isPlaceable('CITY', 'CITY')).toBe(false);
  });

  it('goes down in levels and may leave some out', () => {
    expect(isPlaceable('PARK', 'CITY')).toBe(true);
    expect(isPlaceable('GRASSROOTS', 'CITY')).toBe(true);
    expect(isPlaceable('GROUP', 'GRASSROOTS')).toBe(true);
    expect(isPlaceable('GROUP', 'GROUP')).toBe(false);
    expect(isPlaceable('PARK', 'GRASSROOTS')).toBe(false);
  });
});

const union = (path: string, level: 'CITY' | 'PARK' | 'GRASSROOTS' | 'GROUP' = 'GRASSROOTS') => ({ path, level });
const CITY = ['/city/'];

describe('taking a union out of its place', () => {
  it('is for who answers for the union above it too', () => {
    expect(decideTaking(union('/city/park-a/u1/'), ['/city/park-a/'])).toBeNull();
    expect(decideTaking(union('/city/park-a/u1/'), ['/city/park-a/u1/'])).toBe('ORG_TOP_OF_SCOPE');
    expect(decideTaking(union('/city/park-a/u1/g1/', 'GROUP'), ['/city/park-a/u1/'])).toBeNull();
    expect(decideTaking(union('/city/park-a/u1/'), ['/city/park-b/', '/city/park-a/u1/'])).toBe('ORG_TOP_OF_SCOPE');
  });

  it('leaves the city and the unions of parks where they are', () => {
    expect(decideTaking(union('/city/', 'CITY'), CITY)).toBe('ORG_FIXED');
    expect(decideTaking(union('/city/park-a/', 'PARK'), CITY)).toBe('ORG_FIXED');
  });
});

describe('moving a union', () => {
  const park = union('/city/park-b/', 'PARK');

  it('puts it under one of a higher level', () => {
    expect(decideMove(union('/city/park-a/u1/'), park, CITY)).toBeNull();
    expect(decideMove(union('/city/park-a/u1/'), union('/city/', 'CITY'), CITY)).toBeNull();
    expect(decideMove(union('/city/park-a/u1/'), union('/city/park-b/u2/'), CITY)).toBe('ORG_LEVEL_WRONG');
    expect(decideMove(union('/city/park-a/u1/g1/', 'GROUP'), union('/city/park-b/u2/'), CITY)).toBeNull();
  });

  it('never makes a ring, and never moves it to where it stands', () => {
    const u1 = union('/city/park-a/u1/');
    expect(decideMove(u1, u1, CITY)).toBe('ORG_UNDER_ITSELF');
    expect(decideMove(u1, union('/city/park-a/u1/g1/', 'GROUP'), CITY)).toBe('ORG_UNDER_ITSELF');
    expect(decideMove(u1, union('/city/park-a/', 'PARK'), CITY)).toBe('ORG_STANDS_THERE');
    // Another union whose id begins alike is another union.
    expect(decideMove(union('/city/park-a/u1/g1/', 'GROUP'), union('/city/park-a/u10/'), CITY)).toBeNull();
  });

  it('says first that the union may not be taken at all', () => {
    expect(decideMove(union('/city/park-a/', 'PARK'), union('/city/', 'CITY'), CITY)).toBe('ORG_FIXED');
    expect(decideMove(union('/city/park-a/u1/'), park, ['/city/park-a/u1/', '/city/park-b/'])).toBe('ORG_TOP_OF_SCOPE');
  });

  it('leaves the unions that are above it no more', () => {
    expect(leftIds('/city/park-a/u1/g1/', '/city/park-b/g1/')).toEqual(['park-a', 'u1']);
    expect(leftIds('/city/park-a/u1/', '/city/u1/')).toEqual(['park-a']);
    expect(leftIds('/city/u1/', '/city/park-a/u1/')).toEqual([]);
    expect(parentPathOf('/city/park-a/u1/')).toBe('/city/park-a/');
    expect(parentPathOf('/city/')).toBe('/');
  });
});
