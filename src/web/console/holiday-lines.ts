import type { Holiday } from '../../modules/benefits/calendar/holiday.schemas.js';

export interface ReadLines {
  readonly days: readonly Holiday[];
  /** Numbers of lines that say no day, counted from 1. */
  readonly wrong: readonly number[];
}

const KINDS: readonly (readonly [RegExp, Holiday['kind']])[] = [
  [/^(?:放假|休假|节假日|节日|holiday)$/i, 'HOLIDAY'],
  [/^(?:上班|调休上班|补班|工作日|work(?:day)?)$/i, 'WORKDAY'],
  [/^(?:休息|休息日|公休|rest(?:day)?)$/i, 'RESTDAY'],
];
const WORDS: Readonly<Record<Holiday['kind'], string>> = { HOLIDAY: '放假', WORKDAY: '上班', RESTDAY: '休息' };
const NAME_MAX = 50;

/** A day that exists, from `2027-02-17`, `2027/2/17`, `2027.2.17` or `2027年2月17日`. */
function dayOf(text: string): string | null {
  const [, year = '', month = '', day = ''] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? [];
  if (!year) return null;
  const dateOn = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const instant = new Date(`${dateOn}T00:00:00Z`);
  return Number.isNaN(instant.getTime()) || instant.toISOString().slice(0, 10) !== dateOn ? null : dateOn;
}

function read(line: string): Holiday | null {
  const [date = '', ...words] = line
    .normalize('NFKC')
    .trim()
    .split(/[\s,;、]+/);
  const dateOn = dayOf(date);
  const said = words.at(-1) ?? '';
  const kind = KINDS.find(([pattern]) => pattern.test(said))?.[1];
  const name = words.slice(0, -1).join(' ').slice(0, NAME_MAX);
  return dateOn === null || kind === undefined || name === '' ? null : { dateOn, kind, name };
}

/** Reads an arrangement as it is pasted, a day a line: `2027-02-17 春节 放假`. A day said twice counts as it was said last. */
export function readHolidayLines(text: string): ReadLines {
  const byDay = new Map<string, Holiday>();
  const wrong: number[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const day = read(line);
    if (day) byDay.set(day.dateOn, day);
    else wrong.push(at + 1);
  }
  return { days: [...byDay.values()].toSorted((a, b) => (a.dateOn < b.dateOn ? -1 : 1)), wrong };
}

/** The same lines again, to copy into a letter or another year. */
export function writeHolidayLines(days: readonly Holiday[]): string {
  return days.map(({ dateOn, name, kind }) => `${dateOn} ${name} ${WORDS[kind]}`).join('\n');
}
