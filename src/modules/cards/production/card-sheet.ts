import QRCode from 'qrcode';
import { SKYLINE } from '../../../shared/card-picture.js';
import { A4, drawPdf, line, mm, type Pdf } from './pdf-page.js';

/** Bank card size, ISO/IEC 7810 ID-1. */
export const CARD = { widthMm: 85.6, heightMm: 54 } as const;
export const CARDS_ON_PAGE = 8;
const COLUMNS = 2;
const ROWS = 4;
const GUTTER_MM = 4;
const BLEED_MM = 1;
const LEFT_MM = (A4.widthMm - COLUMNS * CARD.widthMm - (COLUMNS - 1) * GUTTER_MM) / 2;
const TOP_MM = (A4.heightMm - ROWS * CARD.heightMm - (ROWS - 1) * GUTTER_MM) / 2;

/** The code's square on the back with its quiet zone: 53 modules of 0.68 mm. */
export const CODE_MM = 36;
const QUIET_MODULES = 4;

const RED = '#C1272D';
const GOLD = '#C9A24B';
const INK = '#1F1F1F';
const GREY = '#8C8C8C';

/** A card as it is printed. */
export interface PrintedCard {
  readonly place: number;
  /** In its groups. */
  readonly cardNo: string;
  readonly holder: string;
  readonly orgName: string;
  readonly expiresOn: string;
  /** The digits of the plastic code. */
  readonly code: string;
}

interface Corner {
  readonly xMm: number;
  readonly yMm: number;
}

/** Where a card of a page stands; backs are mirrored, so that they meet their fronts when the sheet is turned over its long edge. */
export function cornerOf(index: number, side: 'FRONT' | 'BACK'): Corner {
  const column = index % COLUMNS;
  const shown = side === 'FRONT' ? column : COLUMNS - 1 - column;
  const row = Math.floor(index / COLUMNS);
  return { xMm: LEFT_MM + shown * (CARD.widthMm + GUTTER_MM), yMm: TOP_MM + row * (CARD.heightMm + GUTTER_MM) };
}

/** Where the code of a card stands on the page of the backs. */
export function codeCornerOf(index: number): Corner {
  const { xMm, yMm } = cornerOf(index, 'BACK');
  return { xMm: xMm + CARD.widthMm - CODE_MM - 4, yMm: yMm + (CARD.heightMm - CODE_MM) / 2 };
}

/** Writes the sheets of a batch: eight fronts, then their backs, and so on. */
export function drawSheets(
  pages: AsyncIterable<readonly PrintedCard[]>,
  write: (chunk: Buffer) => Promise<void>,
): Promise<void> {
  return drawPdf(
    '南昌职工卡',
    async (pdf, pageDone) => {
      for await (const cards of pages) {
        pdf.addPage();
        cards.forEach((card, index) => drawFront(pdf, card, cornerOf(index, 'FRONT')));
        await pageDone();
        pdf.addPage();
        cards.forEach((card, index) => {
          drawBack(pdf, card, cornerOf(index, 'BACK'));
          drawCode(pdf, card.code, codeCornerOf(index));
        });
        await pageDone();
      }
    },
    write,
  );
}

function drawFront(pdf: Pdf, card: PrintedCard, corner: Corner): void {
  const { xMm, yMm } = corner;
  drawCropMarks(pdf, corner);
  pdf
    .rect(mm(xMm - BLEED_MM), mm(yMm - BLEED_MM), mm(CARD.widthMm + 2 * BLEED_MM), mm(CARD.heightMm + 2 * BLEED_MM))
    .fill(RED);
  drawSkyline(pdf, corner);
  pdf.fillColor('#FFFFFF');
  line(pdf, '南昌职工卡', { xMm: xMm + 6, yMm: yMm + 5, widthMm: 60, sizeMm: 6 });
  pdf.rect(mm(xMm + 6), mm(yMm + 14.5), mm(12), mm(0.8)).fill(GOLD);
  pdf.fillColor('#FFFFFF');
  line(pdf, card.holder, { xMm: xMm + 6, yMm: yMm + 18, widthMm: 60, sizeMm: 4.4 });
  line(pdf, card.cardNo, { xMm: xMm + 6, yMm: yMm + 26, widthMm: 74, sizeMm: 5.4 });
  // Above the drawing, whose lines would run through the characters.
  line(pdf, card.orgName, { xMm: xMm + 6, yMm: yMm + 36.5, widthMm: 74, sizeMm: 3.4 });
}

function drawSkyline(pdf: Pdf, { xMm, yMm }: Corner): void {
  const scale = mm(CARD.widthMm * 0.72) / SKYLINE.width;
  pdf.save();
  pdf.translate(mm(xMm + CARD.widthMm * 0.28), mm(yMm + CARD.heightMm) - SKYLINE.height * scale).scale(scale);
  pdf.lineWidth(SKYLINE.lineWidth).lineCap('round').lineJoin('round').strokeColor(GOLD).strokeOpacity(0.45);
  for (const { x, y, r } of SKYLINE.circles) pdf.circle(x, y, r).stroke();
  for (const path of SKYLINE.paths) pdf.path(path).stroke();
  pdf.restore();
}

function drawBack(pdf: Pdf, card: PrintedCard, corner: Corner): void {
  const { xMm, yMm } = corner;
  drawCropMarks(pdf, corner);
  pdf.fillColor(INK);
  line(pdf, card.cardNo, { xMm: xMm + 5, yMm: yMm + 9, widthMm: 40, sizeMm: 3.8 });
  line(pdf, `有效期至 ${dayText(card.expiresOn)}`, { xMm: xMm + 5, yMm: yMm + 17, widthMm: 40, sizeMm: 2.6 });
  line(pdf, '凭此码在合作商户享受职工优惠', { xMm: xMm + 5, yMm: yMm + 24, widthMm: 40, sizeMm: 2.6 });
  line(pdf, '遗失请在职工卡页面挂失，或联系工会', { xMm: xMm + 5, yMm: yMm + 29, widthMm: 41, sizeMm: 2.3 });
  line(pdf, '拾到请交还卡面所示工会', { xMm: xMm + 5, yMm: yMm + 34, widthMm: 40, sizeMm: 2.3 });
  pdf.fillColor(GREY);
  line(pdf, `第 ${card.place} 张`, { xMm: xMm + 5, yMm: yMm + 43, widthMm: 40, sizeMm: 2.3 });
}

/** The code in black on its own white square; neighbours of a row are one rectangle, which keeps the file small. */
function drawCode(pdf: Pdf, code: string, { xMm, yMm }: Corner): void {
  const { modules } = QRCode.create(code, { errorCorrectionLevel: 'Q' });
  const { size, data } = modules;
  const side = mm(CODE_MM) / (size + 2 * QUIET_MODULES);
  pdf.rect(mm(xMm), mm(yMm), mm(CODE_MM), mm(CODE_MM)).fill('#FFFFFF');
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (data[row * size + column] !== 1) continue;
      const from = column;
      while (column + 1 < size && data[row * size + column + 1] === 1) column += 1;
      const x = mm(xMm) + (QUIET_MODULES + from) * side;
      pdf.rect(x, mm(yMm) + (QUIET_MODULES + row) * side, (column - from + 1) * side, side);
    }
  }
  pdf.fill('#000000');
}

function drawCropMarks(pdf: Pdf, { xMm, yMm }: Corner): void {
  pdf.lineWidth(0.25).strokeColor('#000000').strokeOpacity(1);
  const half = GUTTER_MM / 2;
  for (const x of [xMm, xMm + CARD.widthMm]) {
    const out = x === xMm ? -1 : 1;
    for (const y of [yMm, yMm + CARD.heightMm]) {
      const down = y === yMm ? -1 : 1;
      pdf.moveTo(mm(x + out * 1.2), mm(y)).lineTo(mm(x + out * half), mm(y));
      pdf.moveTo(mm(x), mm(y + down * 1.2)).lineTo(mm(x), mm(y + down * half));
    }
  }
  pdf.stroke();
}

/** `2031年11月25日`. */
export function dayText(dateOn: string): string {
  const [year, month, day] = dateOn.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}
