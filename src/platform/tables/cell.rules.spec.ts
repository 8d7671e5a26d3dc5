import { readCount, readDay, readYesNo, tidyCell } from './cell.rules.js';
import { columnOf, daySerial, isDateFormat, isRounded, numberText, unescapeCell } from './xlsx-cells.rules.js';

describe('a cell', () => {
  test.each([
    ['１３８　００１３', '138 0013'],
    [' \u200B王\u00A0小红\uFEFF ', '王 小红'],
    ["'360102", '360102'],
    ['="13800138000"', '13800138000'],
    ['=SUM(A1)', '=SUM(A1)'],
    ['a\tb\nc', 'a b c'],
    ['', ''],
  ])('%j is meant as %j', (cell, meant) => {
    expect(tidyCell(cell)).toBe(meant);
  });
});

describe('a day', () => {
  test.each([
    '2024-03-05',
    '2024/3/5',
    '2024.3.5',
    '20240305',
    '2024年3月5日',
    '2024年03月05号',
    '2024 年 3 月 5 日',
    '2024-03-05 00:00:00',
    '2024/3/5 8:30',
    '2024-03-05T00:00:00Z',
    '45356',
  ])('%s is 5 March 2024', (cell) => {
    expect(readDay(cell)).toEqual({ day: '2024-03-05' });
  });

  test.each(['2024.3', '2024-03', '2024年3月', '202403', '2024/3'])('%s is the first of March 2024', (cell) => {
    expect(readDay(cell)).toEqual({ day: '2024-03-01' });
  });

  test.each(['2023-02-29', '2024-13-01', '3/5/2024', '24-3-5', '昨天', '', '2024', '1899-12-31', '2024-3-0'])(
    '%s is none',
    (cell) => {
      expect(readDay(cell)).toEqual({ wrong: 'FORM' });
    },
  );

  test('2024.1 may be January or October and is not guessed', () => {
    expect(readDay('2024.1')).toEqual({ wrong: 'UNCLEAR' });
    expect(readDay('2024.10')).toEqual({ day: '2024-10-01' });
  });
});

test('yes and no are read as forms have them', () => {
  expect(['是', '已建', 'true', '√', '1'].map(readYesNo)).toEqual([true, true, true, true, true]);
  expect(['否', '未建', 'False', '×', '0'].map(readYesNo)).toEqual([false, false, false, false, false]);
  expect(['也许', '', '2'].map(readYesNo)).toEqual([null, null, null]);
});

test('counts come without unit and separators', () => {
  expect(['1,200人', '35', '7.0', '1 200 人'].map(readCount)).toEqual([1200, 35, 7, 1200]);
  expect(['约35', '-1', '3.5', '', '1,20'].map(readCount)).toEqual([null, null, null, null, null]);
});

describe('a number of a spreadsheet', () => {
  test('is a day where its format shows one', () => {
    expect([14, 22, 27, 31, 57].every((id) => isDateFormat(id, undefined))).toBe(true);
    expect([0, 1, 2, 18 + 5, 45, 49].some((id) => isDateFormat(id, undefined))).toBe(false);
    const days = ['yyyy-mm-dd', 'yyyy"年"m"月"', '[$-804]d', 'm/d;@', 'mmm'];
    expect(days.every((code) => isDateFormat(164, code))).toBe(true);
    const others = ['0.00', '[Red]0', '"day"0', 'h:mm', '#,##0_);[Red]', 'General', '0.0"m"'];
    expect(others.some((code) => isDateFormat(164, code))).toBe(false);
  });

  test('counts days since 1900 with its 29 February, or since 1904', () => {
    expect(daySerial(1, false)).toBe('1900-01-01');
    expect(daySerial(59, false)).toBe('1900-02-28');
    expect(daySerial(61, false)).toBe('1900-03-01');
    expect(daySerial(45_356, false)).toBe('2024-03-05');
    expect(daySerial(45_356.5, false)).toBe('2024-03-05 12:00:00');
    expect(daySerial(43_894, true)).toBe('2024-03-05');
    expect([0, -1, 500_000, Number.NaN].map((serial) => daySerial(serial, false))).toEqual([null, null, null, null]);
  });

  test('loses exponent and empty fraction, and is known when it was rounded', () => {
    expect(['13800138000', '1.38E10', '7.0', '0.5', 'x'].map(numberText)).toEqual([
      '13800138000',
      '13800000000',
      '7',
      '0.5',
      'x',
    ]);
    expect([isRounded('123456789012345'), isRounded('1234567890123456'), isRounded('1.5')]).toEqual([
      false,
      true,
      false,
    ]);
  });

  test('stands in a column named by letters', () => {
    expect(['A1', 'Z9', 'AA1', 'XFD2', '1', ''].map(columnOf)).toEqual([0, 25, 26, 16_383, -1, -1]);
  });

  test('or a text may hold signs XML cannot', () => {
    expect(unescapeCell('a_x000D_b_xyz_')).toBe('a\rb_xyz_');
  });
});
