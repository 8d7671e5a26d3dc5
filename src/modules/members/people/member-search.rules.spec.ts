import { makeIdNumber } from '../../../shared/numbers/id-number.js';
import { likePrefix, readSearch } from './member-search.rules.js';

describe('what a search text means', () => {
  test('a whole phone number, however typed, is a phone', () => {
    expect(readSearch('138 0013 8000')).toEqual({ phone: '13800138000' });
    expect(readSearch('+8613800138000')).toEqual({ phone: '13800138000' });
  });

  test('a whole ID number with a fitting check character is an ID number', () => {
    const idNumber = makeIdNumber('360101', '1990-01-31', 12);
    expect(readSearch(idNumber.toLowerCase())).toEqual({ idNumber });
  });

  test('a member number is found in either case', () => {
    expect(readSearch('m00000017')).toEqual({ memberNo: 'M00000017' });
  });

  test('a part of a number is taken as a name, so it finds nobody', () => {
    expect(readSearch('1380013')).toEqual({ namePrefix: '1380013' });
    expect(readSearch('王')).toEqual({ namePrefix: '王' });
  });

  test('wildcards of SQL are plain signs', () => {
    expect(likePrefix('50%_\\')).toBe('50\\%\\_\\\\%');
  });
});
