import { readPlaces } from './places.js';

describe('places on a list', () => {
  test('are read one by one and in ranges, in whatever signs people put between them', () => {
    expect(readPlaces('3, 8，12-15、3')).toEqual([3, 8, 12, 13, 14, 15]);
    expect(readPlaces(' 1～2；7 ')).toEqual([1, 2, 7]);
    expect(readPlaces('')).toEqual([]);
  });

  test.each(['0', '张三', '5-3', '1-', '12345'])('%s is none', (text) => {
    expect(readPlaces(text)).toBeNull();
  });
});
