import { isWeakPin, pinStateOf } from './pin.rules.js';

const owner = { birthOn: '1990-01-31', cardNo: '00000012345' };

describe('a card PIN', () => {
  it.each([
    ['one digit', '777777'],
    ['a run up', '123456'],
    ['a run over zero', '890123'],
    ['a run down', '654321'],
    ['a run down over zero', '210987'],
    ['a pair again and again', '121212'],
    ['three digits twice', '507507'],
    ['two digits, three times each', '111222'],
    ['the birth date, year first', '900131'],
    ['the birth date, day first', '310190'],
    ['the birth date, month first', '013190'],
    ['year and month of birth', '199001'],
    ['month and year of birth', '011990'],
    ['year and day of birth', '199031'],
    ['the day of birth and its month again', '013101'],
    ['digits of the card', '012345'],
    ['five digits', '73915'],
    ['a letter', '73915a'],
    ['full-width digits', '７３９１５２'],
  ])('is refused when it is %s', (_, pin) => {
    expect(isWeakPin(pin, owner)).toBe(true);
  });

  it.each(['739152', '198807', '112358'])('may be %s', (pin) => {
    expect(isWeakPin(pin, owner)).toBe(false);
    expect(isWeakPin(pin, { ...owner, birthOn: null })).toBe(false);
  });

  it('is not set, set, or locked after five wrong tries', () => {
    expect([null, 0, 4, 5].map(pinStateOf)).toEqual(['NONE', 'SET', 'SET', 'LOCKED']);
  });
});
