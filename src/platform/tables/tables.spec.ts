import { deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { CsvLines } from './csv-lines.js';
import { openTable } from './read-table.js';
import { TABLE_LIMITS, type Table, type TableRow } from './table.js';
import { writeTable } from './table-writer.js';

const SHEET = 'xl/worksheets/sheet1.xml';

async function rowsOf(table: Table): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const row of table.rows()) rows.push(row);
  return rows;
}

const cellsOf = async (
  content: Buffer | string,
  limits = TABLE_LIMITS,
): Promise<(readonly [number, readonly string[]])[]> => {
  const table = await openTable(typeof content === 'string' ? Buffer.from(content) : content, limits);
  return (await rowsOf(table)).map(({ rowNo, cells }) => [rowNo, cells]);
};

/** A zip as any program writes it; `lies` are sizes its directory claims instead of the true ones. */
function aZip(files: Readonly<Record<string, string>>, lies: Readonly<Record<string, number>> = {}, flags = 0): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const packed = deflateRawSync(Buffer.from(text));
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(lies[name] ?? Buffer.byteLength(text), 24);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(at, 42);
    locals.push(local, Buffer.from(name), packed);
    central.push(entry, Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** The parts of a workbook of one sheet with that inside. */
const parts = (sheetData: string, more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  'xl/workbook.xml': '<workbook><sheets><sheet name="花名册" r:id="r1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
  [SHEET]: `<?xml version="1.0"?><worksheet><sheetData>${sheetData}</sheetData></worksheet>`,
  ...more,
});

async function aWorkbook(fill: (book: ExcelJS.Workbook) => void): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  fill(book);
  return Buffer.from(await book.xlsx.writeBuffer());
}

describe('a CSV', () => {
  const text = '姓名,身份证号\r\n王小红,1\r\n';

  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with BOM', Buffer.from(`\uFEFF${text}`)],
    ['GBK', iconv.encode(text, 'gbk')],
    ['UTF-16 as spreadsheets write it', iconv.encode(text, 'utf16le', { addBOM: true })],
  ])('F49 is read from %s', async (_name, bytes) => {
    expect(await cellsOf(bytes)).toEqual([
      [1, ['姓名', '身份证号']],
      [2, ['王小红', '1']],
    ]);
  });

  test('numbers its rows as a spreadsheet does, after blank rows and line breaks in a cell', async () => {
    expect(await cellsOf('n,p\r\n\r\n"b\nb",3\r\n , \r\nc,5')).toEqual([
      [1, ['n', 'p']],
      [3, ['b\nb', '3']],
      [5, ['c', '5']],
    ]);
  });

  test('takes quotes, doubled quotes, stray quotes, rows of any length and every kind of line end', async () => {
    const [first, second, third, fourth] = (await cellsOf('"a,1","b""c"x\r"d"\r\n5"6,"",e\ng')).map(
      ([, cells]) => cells,
    );
    expect([first, second, third, fourth]).toEqual([['a,1', 'b"cx'], ['d'], ['5"6', '', 'e'], ['g']]);
  });

  test('comes out alike wherever its pieces are cut', () => {
    const text = 'a,"b""c"\r\n"d\r\ne",f\r\rg\n';
    const whole = new CsvLines(',').take(text, true);
    for (let cut = 0; cut <= text.length; cut += 1) {
      const lines = new CsvLines(',');
      expect([...lines.take(text.slice(0, cut), false), ...lines.take(text.slice(cut), true)]).toEqual(whole);
    }
  });

  test('may be parted by tabs or semicolons', async () => {
    expect(await cellsOf('a\tb\n1,5\t2')).toEqual([
      [1, ['a', 'b']],
      [2, ['1,5', '2']],
    ]);
    expect((await cellsOf('a;b\n1;2'))[1]).toEqual([2, ['1', '2']]);
  });

  test('marks formulas and rounded numbers, and takes ="…" for the text it keeps', async () => {
    const [row] = await rowsOf(await openTable(Buffer.from('=1+1,"=""3601""",3.60102E+17,-5')));
    expect([...(row?.flaws ?? [])]).toEqual([
      [0, 'FORMULA'],
      [2, 'ROUNDED'],
    ]);
  });

  test('in GBK keeps a character on the seam of two slices whole', async () => {
    const rows = await cellsOf(iconv.encode('号,欧阳娜娜\n'.repeat(20_001), 'gbk'));
    expect(rows).toHaveLength(20_001);
    expect(rows.every(([, cells]) => cells[1] === '欧阳娜娜')).toBe(true);
  });

  test.each([
    ['a quote that never ends', `n\n"${'x'.repeat(300_000)}`, 'FILE_MALFORMED'],
    ['a thousand columns', `n\n${','.repeat(1000)}x\n`, 'TOO_MANY_COLUMNS'],
    ['a cell longer than a spreadsheet holds', `n\n${'x'.repeat(40_000)}\n`, 'CELL_TOO_LONG'],
    ['the bytes of a program', 'MZ\0\0', 'FILE_ENCODING'],
    ['nothing at all', '', 'NO_ROWS'],
  ])('F49 with %s is refused', async (_name, content, failure) => {
    await expect(cellsOf(content)).rejects.toMatchObject({ failure });
  });

  test('F49 of a million rows, filled or blank, is given up at the limit', async () => {
    await expect(cellsOf('a,b\n'.repeat(1_000_000))).rejects.toMatchObject({ failure: 'TOO_MANY_ROWS' });
    await expect(cellsOf(`a,b${'\n'.repeat(1_100_000)}`)).rejects.toMatchObject({ failure: 'TOO_MANY_ROWS' });
  });
});

describe('an XLSX', () => {
  test('gives texts, numbers, days and yes or no as a person would have typed them', async () => {
    const content = await aWorkbook((book) => {
      const sheet = book.addWorksheet('花名册');
      sheet.addRow(['姓名', '电话', '入会', '建会', '人数']);
      sheet.addRow(['王小红', 13800138000, new Date('2024-03-05T00:00:00Z'), true, 12.5]);
      sheet.getCell('C2').numFmt = 'yyyy"年"m"月"d"日"';
      sheet.addRow([]);
      sheet.addRow([{ richText: [{ text: '李' }, { text: '明', font: { bold: true } }] }, ' １３９ ']);
    });
    const table = await openTable(content);
    expect({ kind: table.kind, sheet: table.sheet }).toEqual({ kind: 'xlsx', sheet: '花名册' });
    const rows = await rowsOf(table);
    expect(rows.map(({ rowNo, cells }) => [rowNo, cells])).toEqual([
      [1, ['姓名', '电话', '入会', '建会', '人数']],
      [2, ['王小红', '13800138000', '2024-03-05', 'TRUE', '12.5']],
      [4, ['李明', ' １３９ ']],
    ]);
    expect(await rowsOf(table)).toEqual(rows);
  });

  test('F49 marks formulas, errors and numbers too long for a number cell', async () => {
    const content = await aWorkbook((book) => {
      const sheet = book.addWorksheet('a');
      sheet.addRow([{ formula: 'A2&"x"', result: 'x' }, { error: '#N/A' }, Number('360102199001011230'), 1]);
    });
    const [row] = await rowsOf(await openTable(content));
    expect([...(row?.flaws ?? [])]).toEqual([
      [0, 'FORMULA'],
      [1, 'ERROR'],
      [2, 'ROUNDED'],
    ]);
  });

  test('takes the first visible sheet with anything in it, and tells of the others and of merged cells', async () => {
    const content = await aWorkbook((book) => {
      book.addWorksheet('空');
      book.addWorksheet('藏', { state: 'hidden' }).addRow(['x']);
      const sheet = book.addWorksheet('人');
      sheet.addRow(['a', 'b']);
      sheet.mergeCells('A2:A3');
      book.addWorksheet('旧').addRow(['y']);
    });
    const table = await openTable(content);
    await rowsOf(table);
    expect([table.sheet, table.otherSheets, table.hasMergedCells()]).toEqual(['人', ['空', '旧'], true]);
  });

  test('is read with prefixes, entities, references left out and signs XML cannot hold', async () => {
    const sheet = `<x:row r="2"><x:c t="inlineStr"><x:is><x:t>a&amp;b&#x4E2D;_x000D_</x:t></x:is></x:c><x:c><x:v>1.2E3</x:v></x:c></x:row>`;
    expect(await cellsOf(aZip(parts(sheet)))).toEqual([[2, ['a&b中\r', '1200']]]);
  });

  test('is known by what it is, not by its name; an old or locked workbook is told apart', async () => {
    const old = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(100)]);
    await expect(openTable(old)).rejects.toMatchObject({ failure: 'FILE_OLD_EXCEL' });
    await expect(openTable(aZip(parts(''), {}, 1))).rejects.toMatchObject({ failure: 'FILE_ENCRYPTED' });
    await expect(openTable(aZip({ 'word/document.xml': '' }))).rejects.toMatchObject({ failure: 'FILE_MALFORMED' });
    await expect(openTable(await aWorkbook((book) => book.addWorksheet('空')))).rejects.toMatchObject({
      failure: 'NO_ROWS',
    });
  });

  const blank = ' '.repeat(1_000_000);
  const strings = (count: number) => ({ 'xl/sharedStrings.xml': `<sst>${'<si><t>x</t></si>'.repeat(count)}</sst>` });
  test.each([
    ['says it grows beyond the limit', aZip(parts(''), { [SHEET]: 500_000_000 }), 'FILE_INFLATES'],
    ['grows beyond what it says', aZip(parts(`<row>${blank}</row>`), { [SHEET]: 1_000 }), 'FILE_INFLATES'],
    ['has too many shared texts', aZip(parts('', strings(11))), 'FILE_INFLATES'],
    ['defines entities', aZip(parts('', { [SHEET]: '<!DOCTYPE x [<!ENTITY a "b">]><x/>' })), 'FILE_MALFORMED'],
    ['has a tag without end', aZip(parts(`<c ${blank}${blank}`)), 'FILE_MALFORMED'],
    ['has rows going back', aZip(parts('<row r="5"><c><v>1</v></c></row><row r="2"></row>')), 'FILE_MALFORMED'],
    ['has content beyond the last column', aZip(parts('<row><c r="ZZ1"><v>1</v></c></row>')), 'TOO_MANY_COLUMNS'],
    ['has more rows than the limit', aZip(parts('<row><c><v>1</v></c></row>'.repeat(60))), 'TOO_MANY_ROWS'],
    ['is cut off', aZip(parts('<row/>')).subarray(0, 200), 'FILE_MALFORMED'],
  ])('F49 that %s is refused', async (_name, content, failure) => {
    await expect(cellsOf(content, { ...TABLE_LIMITS, rows: 30, sharedStrings: 10 })).rejects.toMatchObject({ failure });
  });

  test('F49 of formats alone down to the last row and column costs nothing', async () => {
    const styled = Array.from({ length: 20_000 }, (_, at) => `<row r="${at + 2}"><c r="XFD${at + 2}" s="1"/></row>`);
    const sheet = `<row r="1"><c><v>1</v></c></row>${styled.join('')}`;
    expect(await cellsOf(aZip(parts(sheet)), { ...TABLE_LIMITS, rows: 30 })).toEqual([[1, ['1']]]);
  });
});

describe('a table that is written', () => {
  const rows = [
    ['姓名', '号'],
    ['=HYPERLINK("http://x")', '360102199001011234'],
  ];
  const bytesOf = async (kind: 'csv' | 'xlsx'): Promise<Buffer> => {
    const pieces: Buffer[] = [];
    for await (const piece of writeTable(kind, rows)) pieces.push(Buffer.from(piece as Buffer));
    return Buffer.concat(pieces);
  };

  test('as CSV begins with a BOM and runs no formula', async () => {
    expect((await bytesOf('csv')).toString()).toBe(
      '\uFEFF姓名,号\r\n"\'=HYPERLINK(""http://x"")",360102199001011234\r\n',
    );
  });

  test('as XLSX comes back cell by cell, formulas and long numbers as text', async () => {
    const read = await rowsOf(await openTable(await bytesOf('xlsx')));
    expect(read.map(({ cells }) => cells)).toEqual(rows);
    expect(read.every(({ flaws }) => flaws.size === 0)).toBe(true);
  });
});
