import { readIdNumber } from '../../shared/numbers/id-number.js';
import { isPhone } from '../../shared/numbers/phone.js';
import { Dice } from './dice.js';
import { People, type Person } from './people.js';

const today = new Date('2026-11-22T12:00:00+08:00');
const make = (count: number): Person[] => {
  const people = new People(new Dice(1), today);
  return Array.from({ length: count }, () => people.next());
};

describe('people of the demo', () => {
  const people = make(40_000);

  it('have valid ID numbers that say their birthday and gender', () => {
    for (const { idNumber, birthOn, gender } of people.slice(0, 5_000)) {
      const reading = readIdNumber(idNumber, '2026-11-22');
      expect(reading).toMatchObject({
        valid: true,
        value: { bornOn: birthOn, gender: gender === 'F' ? 'FEMALE' : 'MALE' },
      });
    }
  });

  it('share no ID number and no phone', () => {
    expect(new Set(people.map(({ idNumber }) => idNumber)).size).toBe(people.length);
    expect(new Set(people.map(({ phone }) => phone)).size).toBe(people.length);
    expect(people.every(({ phone }) => isPhone(phone))).toBe(true);
  });

  it('joined after they came of age and before today', () => {
    expect(
      people.every(
        ({ birthOn, joinedOn }) =>
          joinedOn < '2026-11-22' && Number(joinedOn.slice(0, 4)) - Number(birthOn.slice(0, 4)) >= 18,
      ),
    ).toBe(true);
  });

  it('are the same people from the same seed', () => {
    expect(make(50)).toEqual(people.slice(0, 50));
  });
});
