import { drawPdf, line, mm, type Pdf } from './pdf-page.js';

export const ROWS_ON_PAGE = 24;
const LEFT_MM = 14;
const TOP_MM = 40;
const ROW_MM = 9.2;
const COLUMNS = [
  { title: '序号', widthMm: 12 },
  { title: '卡号', widthMm: 29 },
  { title: '姓名', widthMm: 24 },
  { title: '单位（部门）', widthMm: 66 },
  { title: '签收', widthMm: 30 },
  { title: '日期', widthMm: 21 },
] as const;
const WIDTH_MM = COLUMNS.reduce((sum, { widthMm }) => sum + widthMm, 0);

export interface HandOverRow {
  readonly place: number;
  /** Only its end can be read. */
  readonly maskedCardNo: string;
  readonly name: string;
  readonly unit: string;
}

/** Writes the list people sign when they take their cards, with the sum of each page and of all so far. */
export function drawHandOverList(
  head: { readonly orgName: string; readonly madeOn: string; readonly total: number },
  pages: AsyncIterable<readonly HandOverRow[]>,
  write: (chunk: Buffer) => Promise<void>,
): Promise<void> {
  return drawPdf(
    '南昌职工卡领卡签收表',
    async (pdf, pageDone) => {
      let pageNo = 0;
      let soFar = 0;
      for await (const rows of pages) {
        pageNo += 1;
        soFar += rows.length;
        pdf.addPage();
        drawHead(pdf, head, pageNo);
        drawRow(
          pdf,
          0,
          COLUMNS.map(({ title }) => title),
        );
        rows.forEach((row, at) =>
          drawRow(pdf, at + 1, [String(row.place), row.maskedCardNo, row.name, row.unit, '', '']),
        );
        const yMm = TOP_MM + (rows.length + 1) * ROW_MM + 3;
        const sums = `本页 ${rows.length} 张，累计 ${soFar} 张，共 ${head.total} 张`;
        line(pdf, sums, { xMm: LEFT_MM, yMm, widthMm: 90, sizeMm: 3.4 });
        line(pdf, '经办人：            复核人：            ', { xMm: 104, yMm, widthMm: 92, sizeMm: 3.4 }, 'right');
        await pageDone();
      }
    },
    write,
  );
}

function drawHead(pdf: Pdf, head: { readonly orgName: string; readonly madeOn: string }, pageNo: number): void {
  pdf.fillColor('#000000');
  line(pdf, '南昌职工卡领卡签收表', { xMm: LEFT_MM, yMm: 14, widthMm: WIDTH_MM, sizeMm: 6 }, 'center');
  line(pdf, head.orgName, { xMm: LEFT_MM, yMm: 28, widthMm: 110, sizeMm: 3.6 });
  const right = `制表 ${head.madeOn}   第 ${pageNo} 页`;
  line(pdf, right, { xMm: LEFT_MM, yMm: 28, widthMm: WIDTH_MM, sizeMm: 3.6 }, 'right');
}

function drawRow(pdf: Pdf, at: number, cells: readonly string[]): void {
  const yMm = TOP_MM + at * ROW_MM;
  let xMm = LEFT_MM;
  pdf.lineWidth(0.5).strokeColor('#555555');
  COLUMNS.forEach(({ widthMm }, column) => {
    pdf.rect(mm(xMm), mm(yMm), mm(widthMm), mm(ROW_MM)).stroke();
    line(pdf, cells[column] ?? '', { xMm: xMm + 1.5, yMm: yMm + 2.2, widthMm: widthMm - 3, sizeMm: 3.4 });
    xMm += widthMm;
  });
}
