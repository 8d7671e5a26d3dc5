import { execFile, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import QRCode from 'qrcode';

export const QUIET_MODULES = 4;

/** An independent reader: our own decoder would forgive our own mistakes. */
export const hasZbar = spawnSync('zbarimg', ['--version']).status === 0;
/** Draws PDF pages as pictures. */
export const hasGhostscript = spawnSync('gs', ['--version']).status === 0;

const SEED = 20_261_122;

export function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export interface Picture {
  readonly widthPx: number;
  readonly modulePx: number;
  readonly pixels: Uint8Array;
}

/** The code in grey on white, turned about its middle; each pixel is the mean of four points. */
export function draw(text: string, level: 'M' | 'Q', widthPx: number, turnedDegrees: number): Picture {
  const { data, size } = QRCode.create(text, { errorCorrectionLevel: level }).modules;
  const modulePx = widthPx / (size + 2 * QUIET_MODULES);
  const cos = Math.cos((turnedDegrees * Math.PI) / 180) / modulePx;
  const sin = Math.sin((turnedDegrees * Math.PI) / 180) / modulePx;
  const darkAt = (x: number, y: number): number => {
    const right = x - widthPx / 2;
    const down = y - widthPx / 2;
    const column = Math.floor(right * cos + down * sin + size / 2);
    const row = Math.floor(down * cos - right * sin + size / 2);
    return row >= 0 && column >= 0 && row < size && column < size ? (data[row * size + column] ?? 0) : 0;
  };
  const pixels = Uint8Array.from({ length: widthPx ** 2 }, (_, at) => {
    const x = (at % widthPx) + 0.25;
    const y = Math.floor(at / widthPx) + 0.25;
    return 255 * (1 - (darkAt(x, y) + darkAt(x + 0.5, y) + darkAt(x, y + 0.5) + darkAt(x + 0.5, y + 0.5)) / 4);
  });
  return { widthPx, modulePx, pixels };
}

/** A noisy sensor: every pixel up to 10 % of full brightness lighter or darker. */
export function withGrain({ widthPx, modulePx, pixels }: Picture): Picture {
  const random = randomFrom(SEED + widthPx);
  const grained = Uint8ClampedArray.from(pixels, (grey) => grey + (random() * 2 - 1) * 25.5);
  return { widthPx, modulePx, pixels: new Uint8Array(grained) };
}

/** A dirty glass: one pixel in ten black or white, then as sharp as a lens is, a quarter of a module to each side. */
export function withSpecks({ widthPx, modulePx, pixels }: Picture): Picture {
  const random = randomFrom(SEED + widthPx);
  const specked = pixels.map((grey) => (random() < 0.1 ? Math.round(random()) * 255 : grey));
  const reach = Math.round(modulePx / 4);
  const blurred = specked.map((grey, at) => {
    const x = at % widthPx;
    const y = Math.floor(at / widthPx);
    if (Math.min(x, y) < reach || Math.max(x, y) >= widthPx - reach) return 255;
    let sum = 0;
    for (let down = -reach; down <= reach; down += 1) {
      for (let right = -reach; right <= reach; right += 1) sum += specked[at + down * widthPx + right] ?? grey;
    }
    return sum / (2 * reach + 1) ** 2;
  });
  return { widthPx, modulePx, pixels: blurred };
}

/** PGM: the simplest picture file there is. */
export function fileOf({ widthPx, pixels }: Picture): Buffer {
  return Buffer.concat([Buffer.from(`P5 ${widthPx} ${widthPx} 255\n`), pixels]);
}

/** Every code an independent decoder finds in a picture file. */
export async function readCodes(path: string): Promise<string[]> {
  const options = ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', path];
  return (await promisify(execFile)('zbarimg', options)).stdout.trim().split('\n');
}

export async function readBack(folder: string, picture: Buffer): Promise<string> {
  const path = join(folder, 'code.pgm');
  await writeFile(path, picture);
  return (await readCodes(path)).join('\n');
}

/** Cuts a square out of a page's picture, turned about its middle. */
export function cutOut(
  page: Buffer,
  at: { readonly xMm: number; readonly yMm: number; readonly sideMm: number },
  turnedDegrees: number,
): Picture {
  const head = /^P5\s(?:#.*\s)?(\d+)\s(\d+)\s255\s/.exec(page.subarray(0, 200).toString('latin1'));
  if (head === null) throw new Error('not a picture');
  const pageWidth = Number(head[1]);
  const from = head[0].length;
  const pxPerMm = pageWidth / 210;
  const widthPx = Math.floor(at.sideMm * pxPerMm);
  const cos = Math.cos((turnedDegrees * Math.PI) / 180);
  const sin = Math.sin((turnedDegrees * Math.PI) / 180);
  const pixels = Uint8Array.from({ length: widthPx ** 2 }, (_, n) => {
    const right = (n % widthPx) - widthPx / 2;
    const down = Math.floor(n / widthPx) - widthPx / 2;
    const x = Math.round(at.xMm * pxPerMm + widthPx / 2 + right * cos + down * sin);
    const y = Math.round(at.yMm * pxPerMm + widthPx / 2 + down * cos - right * sin);
    return page[from + y * pageWidth + x] ?? 255;
  });
  return { widthPx, modulePx: widthPx / 53, pixels };
}

/** Pages of a PDF as grey pictures, `page-1.pgm` and so on in the folder. */
export async function drawPages(folder: string, pdf: Buffer, dotsPerInch: number): Promise<void> {
  const path = join(folder, 'pages.pdf');
  await writeFile(path, pdf);
  const target = `-sOutputFile=${join(folder, 'page-%d.pgm')}`;
  await promisify(execFile)('gs', ['-q', '-dNOPAUSE', '-dBATCH', '-sDEVICE=pgmraw', `-r${dotsPerInch}`, target, path]);
}
