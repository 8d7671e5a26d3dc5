import iconv from 'iconv-lite';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { readRoster, ROSTER_ROWS_MAX } from './roster-reader.js';
import { decodeRoster } from './roster-text.js';
import { openContent, sealContent } from './sealed-content.js';

const HEADER = '姓名,身份证号,手机号\r\n';

async function rowsOf(text: string): Promise<[number, string[]][]> {
  const rows: [number, string[]][] = [];
  for await (const { record } of readRoster(text)) rows.push([record.rowNo, [...record.cells]]);
  return rows;
}

describe('the text of a roster', () => {
  const text = `${HEADER}王小红,1,2\r\n`;

  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with BOM', Buffer.from(`\uFEFF${text}`)],
    ['GBK', iconv.encode(text, 'gbk')],
    ['UTF-16 as spreadsheets write it', iconv.encode(text, 'utf16le', { addBOM: true })],
  ])('is read from %s', (_name, bytes) => {
    expect(decodeRoster(bytes)).toBe(text);
  });

  test('a spreadsheet file under the name of a CSV is refused', () => {
    expect(decodeRoster(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0xff, 0xff]))).toBeNull();
  });
});

describe('the rows of a roster', () => {
  test('carry the number a spreadsheet shows, also after blank rows and line breaks in a cell', async () => {
    expect(await rowsOf(`${HEADER}a,1,2\r\n\r\n"b\nb",3,4\r\n , ,\r\nc,5,6`)).toEqual([
      [2, ['a', '1', '2']],
      [4, ['b\nb', '3', '4']],
      [6, ['c', '5', '6']],
    ]);
  });

  test('may be parted by tabs', async () => {
    expect(await rowsOf('姓名\t身份证号\t手机号\na\t1\t2\n')).toEqual([[2, ['a', '1', '2']]]);
  });

  test.each([
    ['no rows', HEADER, 'NO_ROWS'],
    ['nothing at all', '', 'NO_ROWS'],
    ['no column of ID numbers', '姓名,手机号\na,1\n', 'HEADER_MISSING'],
    ['a quote that never ends', `${HEADER}"${'x'.repeat(20_000)}`, 'FILE_MALFORMED'],
    ['a thousand columns', `${HEADER}${','.repeat(1000)}x\n`, 'FILE_MALFORMED'],
  ])('a file with %s is refused', async (_name, text, failure) => {
    await expect(rowsOf(text)).rejects.toMatchObject({ failure });
  });

  test('one row more than the limit is refused', async () => {
    const count = async (rows: number): Promise<number> => {
      let seen = 0;
      for await (const _ of readRoster(HEADER + 'a,1,2\n'.repeat(rows))) seen += 1;
      return seen;
    };
    expect(await count(ROSTER_ROWS_MAX)).toBe(ROSTER_ROWS_MAX);
    await expect(count(ROSTER_ROWS_MAX + 1)).rejects.toMatchObject({ failure: 'TOO_MANY_ROWS' });
  });

  test('an extended character on the seam of two slices stays whole', async () => {
    // Slices are 64 Ki characters long; rows this dense put a pair on nearly every seam.
    const name = '𠮷'.repeat(8);
    const rows = await rowsOf(HEADER + `${name},1,2\n`.repeat(30_000));
    expect(rows.every(([, cells]) => cells[0] === name)).toBe(true);
  });
});

describe('a file at rest', () => {
  const cipher = new FieldCipher([{ kid: 1, key: new Uint8Array(32).fill(1) }], 1);
  const content = Buffer.from(Array.from({ length: 150_000 }, (_, at) => at % 256));

  test('comes back byte for byte', () => {
    expect(openContent(cipher, 'one', sealContent(cipher, 'one', content)).equals(content)).toBe(true);
  });

  test('does not open for another import, nor with its end cut off', () => {
    const sealed = sealContent(cipher, 'one', content);
    expect(() => openContent(cipher, 'two', sealed)).toThrow('altered or moved');
    const firstPiece = 4 + sealed.readUInt32BE(0);
    expect(() => openContent(cipher, 'one', sealed.subarray(0, firstPiece))).toThrow('altered or moved');
  });
});
