import { type ColumnSpec, findHeader, headerSignature, mappingFlaw, proposeMapping } from './header.rules.js';

const COLUMNS: readonly ColumnSpec[] = [
  { field: 'name', names: ['姓名', '职工姓名'], isRequired: true },
  { field: 'phone', names: ['手机号', '联系电话'], isRequired: true },
  { field: 'unit', names: ['单位', '工作单位'], isRequired: false },
];

describe('a header', () => {
  test('is understood in any order, with stars, blanks, remarks and unknown columns', () => {
    expect(proposeMapping(['序号', '联系 电话（必填）', '* 职工姓名：', '备注'], COLUMNS)).toEqual({
      name: 2,
      phone: 1,
    });
  });

  test('prefers the usual name where a file has two, and the first where one name stands twice', () => {
    expect(proposeMapping(['联系电话', '手机号', '姓名', '姓名'], COLUMNS)).toEqual({ name: 2, phone: 1 });
  });

  test('may stand below a title', () => {
    expect(findHeader([['某公司职工花名册'], ['填表人：姓名'], ['姓名', '手机号'], ['王', '1']], COLUMNS)).toBe(2);
    expect(
      findHeader(
        [
          ['a', 'b'],
          ['c', 'd'],
        ],
        COLUMNS,
      ),
    ).toBe(0);
  });

  test('is recognised again by its names and their order alone', () => {
    expect(headerSignature(['*姓名', '手机号（必填）', ''])).toBe(headerSignature(['姓名', '手机号']));
    expect(headerSignature(['手机号', '姓名'])).not.toBe(headerSignature(['姓名', '手机号']));
  });
});

describe('a mapping chosen by hand', () => {
  test('has every required field, columns of the file, and none of them twice', () => {
    expect(mappingFlaw({ name: 0, phone: 3 }, COLUMNS, 4)).toBeNull();
    expect(mappingFlaw({ name: 0, unit: 1 }, COLUMNS, 4)).toEqual({ missing: ['phone'] });
    expect(mappingFlaw({ name: 0, phone: 4 }, COLUMNS, 4)).toEqual({ unknown: ['phone'] });
    expect(mappingFlaw({ name: 0, phone: 1, salary: 2 }, COLUMNS, 4)).toEqual({ unknown: ['salary'] });
    expect(mappingFlaw({ name: 1, phone: 1 }, COLUMNS, 4)).toEqual({ twice: 1 });
  });
});
