import { once } from 'node:events';
import { createRequire } from 'node:module';
import PdfKit from 'pdfkit';

const { resolve } = createRequire(import.meta.url);
/** The only face with every Chinese character a name may have; pdfkit puts in what a file uses. */
export const FONT_FILE = resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');

export const A4 = { widthMm: 210, heightMm: 297 } as const;
const POINTS_PER_MM = 72 / 25.4;

/** Millimetres as points. */
export const mm = (length: number): number => length * POINTS_PER_MM;

export type Pdf = InstanceType<typeof PdfKit>;

/**
 * Draws a document page by page and hands on what is finished after each, so that a file of a thousand pages never stands in memory.
 * Answers nothing: everything goes to `write`.
 */
export async function drawPdf(
  title: string,
  draw: (pdf: Pdf, pageDone: () => Promise<void>) => Promise<void>,
  write: (chunk: Buffer) => Promise<void>,
): Promise<void> {
  const pdf = new PdfKit({ size: 'A4', margin: 0, autoFirstPage: false, info: { Title: title } });
  let ready: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => ready.push(chunk));
  const flush = async (): Promise<void> => {
    // The page's stream is squeezed off this thread: give it a turn before asking what is done.
    await new Promise((done) => setImmediate(done));
    const chunks = ready;
    ready = [];
    if (chunks.length > 0) await write(Buffer.concat(chunks));
  };
  pdf.registerFont('chinese', FONT_FILE).font('chinese');
  await draw(pdf, flush);
  const ended = once(pdf, 'end');
  pdf.end();
  await ended;
  await flush();
}

/** One line of text, cut to its width. */
export function line(
  pdf: Pdf,
  text: string,
  at: { readonly xMm: number; readonly yMm: number; readonly widthMm: number; readonly sizeMm: number },
  align: 'left' | 'right' | 'center' = 'left',
): void {
  pdf.fontSize(mm(at.sizeMm));
  const options = { lineBreak: false, width: mm(at.widthMm), height: mm(at.sizeMm * 1.6), ellipsis: true, align };
  pdf.text(text, mm(at.xMm), mm(at.yMm), options);
}
