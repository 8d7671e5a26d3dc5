import { stringify } from 'csv-stringify/sync';
import type { PrintedCard } from './card-sheet.js';

const COLUMNS = ['序号', '卡号', '姓名', '工会', '有效期至', '二维码内容'];

/** The head of the file for a card printer; the BOM tells spreadsheets that the text is UTF-8. */
export function printerHead(): Buffer {
  return Buffer.from(stringify([COLUMNS], { bom: true, record_delimiter: 'windows' }));
}

/** Cards for a card printer, one a line; a cell that a spreadsheet would run as a formula is disarmed. */
export function printerLines(cards: readonly PrintedCard[]): Buffer {
  const lines = cards.map((card) => [
    String(card.place),
    card.cardNo,
    card.holder,
    card.orgName,
    card.expiresOn,
    card.code,
  ]);
  return Buffer.from(stringify(lines, { escape_formulas: true, record_delimiter: 'windows' }));
}
