import { isPlaceable, pathUnder } from './union-tree.rules.js';

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
