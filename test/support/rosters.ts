import { makeIdNumber } from '../../src/shared/numbers/id-number.js';

export const HEADER = '姓名,身份证号,手机号,性别,入会日期,统一社会信用代码,工会';
/** The n-th person: valid, and different from every other n. */
export function aPerson(n: number): { name: string; idNumber: string; phone: string } {
  const day = new Date(Date.UTC(1970, 0, 1) + (n % 9_000) * 86_400_000).toISOString().slice(0, 10);
  const idNumber = makeIdNumber('360101', day, Math.floor(n / 9_000) % 1_000);
  return { name: '王小红', idNumber, phone: `139${String(n).padStart(8, '0')}` };
}

export type Given = Partial<Record<'name' | 'idNumber' | 'phone' | 'joinedOn' | 'code' | 'union', string>>;

export function aLine(n: number, given: Given = {}): string {
  const person = { ...aPerson(n), joinedOn: '2020-01-05', ...given };
  return [person.name, person.idNumber, person.phone, '', person.joinedOn, given.code ?? '', given.union ?? ''].join();
}

export const fileOf = (lines: string[]): Buffer => Buffer.from([HEADER, ...lines].join('\r\n'));
