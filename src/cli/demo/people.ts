import { idNumberCheckCharacter } from '../../shared/numbers/id-number.js';
import { DAY_MS } from '../../shared/time.js';
import { at, type Dice } from './dice.js';
import { FEMALE_CHARACTERS, MALE_CHARACTERS, SURNAMES } from './people.data.js';

export interface Person {
  readonly name: string;
  readonly gender: 'F' | 'M';
  readonly birthOn: string;
  readonly joinedOn: string;
  readonly idNumber: string;
  readonly phone: string;
}

// Nanchang's districts and counties.
const AREAS = ['360102', '360103', '360104', '360111', '360121', '360122', '360123', '360124'];
const PHONE_PREFIXES =
  '130 131 132 133 135 136 137 138 139 150 151 152 153 155 156 157 158 159 177 180 181 182 183 185 186 187 188 189'.split(
    ' ',
  );
// A prime and a stride: every person's last eight digits are their own, and neighbours' are far apart.
const PHONE_MODULUS = 99_999_989;
// Small enough that a million people times it is still an exact number.
const PHONE_STRIDE = 48_271_793;

const FIRST_BIRTH_MS = Date.parse('1961-01-01T00:00:00Z');
/** Up to the end of 2004. */
const BIRTH_DAYS = 16_071;
const BIRTHS = Array.from({ length: BIRTH_DAYS }, (_, day) =>
  new Date(FIRST_BIRTH_MS + day * DAY_MS).toISOString().slice(0, 10),
);
// Prime to the number of days, so neighbours in a roster are not neighbours in age.
const BIRTH_STRIDE = 7_919;
const CODES_A_ROUND = 20;
const WORKING_AGE = 18;
const SINCE_YEAR = 2006;

const SURNAME_TOTAL = SURNAMES.reduce((sum, [, weight]) => sum + weight, 0);

/** Makes members nobody could confuse: no ID number and no phone comes twice within 800,000 people. */
export class People {
  private count = 0;

  constructor(
    private readonly dice: Dice,
    private readonly today: Date,
  ) {}

  next(): Person {
    const { dice } = this;
    const number = this.count;
    this.count += 1;
    const gender = dice.chance(0.44) ? 'F' : 'M';
    const birthOn = at(BIRTHS, (number * BIRTH_STRIDE) % BIRTH_DAYS);
    // Each round over the calendar has order codes of its own; the last digit's parity is the gender.
    const round = Math.floor(number / BIRTH_DAYS) * CODES_A_ROUND;
    const order = round + dice.int(0, CODES_A_ROUND / 2 - 1) * 2 + (gender === 'M' ? 1 : 0);
    return {
      name: this.name(gender),
      gender,
      birthOn,
      joinedOn: this.joinedOn(Number(birthOn.slice(0, 4))),
      idNumber: idNumberOf(dice.pick(AREAS), birthOn, order),
      phone: phoneOf(number),
    };
  }

  private joinedOn(birthYear: number): string {
    const from = Math.max(SINCE_YEAR, birthYear + WORKING_AGE + 1);
    const to = Math.max(from, this.today.getUTCFullYear() - 1);
    return `${this.dice.int(from, to)}-${two(this.dice.int(1, 12))}-${two(this.dice.int(1, 28))}`;
  }

  private name(gender: 'F' | 'M'): string {
    const characters = gender === 'F' ? FEMALE_CHARACTERS : MALE_CHARACTERS;
    const first = this.dice.pick(characters);
    const second = this.dice.chance(0.82) ? this.dice.pick(characters) : '';
    return this.surname() + first + (second === first && !this.dice.chance(0.1) ? '' : second);
  }

  private surname(): string {
    let ticket = this.dice.next() * SURNAME_TOTAL;
    for (const [surname, weight] of SURNAMES) {
      ticket -= weight;
      if (ticket < 0) return surname;
    }
    return '刘';
  }
}

// The parts are valid by construction; the spec reads them back with the product's own check.
function idNumberOf(area: string, birthOn: string, order: number): string {
  const seventeen = area + birthOn.replaceAll('-', '') + String(order).padStart(3, '0');
  return seventeen + idNumberCheckCharacter(seventeen);
}

function phoneOf(number: number): string {
  const rest = ((number + 1) * PHONE_STRIDE) % PHONE_MODULUS;
  return at(PHONE_PREFIXES, number % PHONE_PREFIXES.length) + String(rest).padStart(8, '0');
}

const two = (value: number): string => String(value).padStart(2, '0');
