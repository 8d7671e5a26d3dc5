import { makeIdNumber } from '../../../shared/numbers/id-number.js';
import { readListRows } from './list-rows.rules.js';

const [one, two] = [makeIdNumber('360102', '1990-01-31', 1), makeIdNumber('360102', '1985-03-01', 2)];

describe('reading pasted ID numbers', () => {
  it('takes one a line, however it is written', () => {
    const spaced = `${one.slice(0, 6)} ${one.slice(6, 14)} ${one.slice(14).toLowerCase()}`;
    expect(readListRows(`\uFEFF${spaced}\r\n\r\n${two}\n`)).toEqual({
      rows: [
        { row: 1, idNumber: one },
        { row: 3, idNumber: two },
      ],
      refused: [],
    });
  });

  it('finds the number in a row of a sheet and passes over its heading', () => {
    expect(readListRows(`姓名,身份证号码\n王小明,"${one}"\n李四\t${two}`).rows).toEqual([
      { row: 2, idNumber: one },
      { row: 3, idNumber: two },
    ]);
  });

  it('says of each line what is wrong and shows no number', () => {
    const wrong = `${one.slice(0, 17)}${one.endsWith('0') ? '1' : '0'}`;
    const { rows, refused } = readListRows(`${one}\n${wrong}\n123\n${one}`);
    expect(rows).toEqual([{ row: 1, idNumber: one }]);
    expect(refused).toEqual([
      { row: 2, reason: 'ID_NUMBER_CHECK', maskedValue: `3601**********${wrong.slice(14)}` },
      { row: 3, reason: 'ID_NUMBER_LENGTH', maskedValue: '1****3' },
      { row: 4, reason: 'REPEATED', maskedValue: `3601**********${one.slice(14)}` },
    ]);
  });

  it('does not take a first line of digits for a heading', () => {
    expect(readListRows('12345').refused).toHaveLength(1);
    expect(readListRows('')).toEqual({ rows: [], refused: [] });
  });
});
