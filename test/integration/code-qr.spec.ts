import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import QRCode from 'qrcode';

import { CODE_DIGITS, DEFAULT_CODE_PREFIXES, decodeDigits } from '../../src/shared/code/code-text.js';
import { encodePhoneCode, PHONE_CODE_BYTES, PHONE_CODE_FORMAT } from '../../src/shared/code/phone-code.js';

const MODULES = 57;
const QUIET_MODULES = 4;

// An independent reader: our own decoder would forgive our own mistakes.
const hasZbar = spawnSync('zbarimg', ['--version']).status === 0;

const seed = 20_261_122;
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

// Signatures are as good as random to a QR code, so random bytes stand for them.
function aCodeText(start: number): string {
  const random = randomFrom(start);
  const raw = Uint8Array.from({ length: PHONE_CODE_BYTES }, () => Math.floor(random() * 256));
  raw[0] = PHONE_CODE_FORMAT;
  return encodePhoneCode(raw);
}

interface Picture {
  widthPx: number;
  pixels: Uint8Array;
}

// The code in grey on white, turned about its middle; each pixel is the mean of four points.
function draw(text: string, widthPx: number, turnedDegrees: number): Picture {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const { data, size } = modules;
  const cos = Math.cos((turnedDegrees * Math.PI) / 180) / modulePx(widthPx);
  const sin = Math.sin((turnedDegrees * Math.PI) / 180) / modulePx(widthPx);
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
  return { widthPx, pixels };
}

function modulePx(widthPx: number): number {
  return widthPx / (MODULES + 2 * QUIET_MODULES);
}

// A noisy sensor: every pixel up to 10 % of full brightness lighter or darker.
function withGrain({ widthPx, pixels }: Picture): Picture {
  const random = randomFrom(seed + widthPx);
  return {
    widthPx,
    pixels: new Uint8Array(Uint8ClampedArray.from(pixels, (grey) => grey + (random() * 2 - 1) * 25.5)),
  };
}

// A dirty glass: one pixel in ten black or white, then as sharp as a lens is, a quarter of a module to each side.
function withSpecks({ widthPx, pixels }: Picture): Picture {
  const random = randomFrom(seed + widthPx);
  const specked = pixels.map((grey) => (random() < 0.1 ? Math.round(random()) * 255 : grey));
  const reach = Math.round(modulePx(widthPx) / 4);
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
  return { widthPx, pixels: blurred };
}

// PGM: the simplest picture file there is.
function fileOf({ widthPx, pixels }: Picture): Buffer {
  return Buffer.concat([Buffer.from(`P5 ${widthPx} ${widthPx} 255\n`), pixels]);
}

describe('the drawn code', () => {
  it('is one numeric segment in version 10-M, 57 modules wide, for any payload', () => {
    for (let start = 1; start <= 20; start += 1) {
      const text = aCodeText(start);
      const drawn = QRCode.create(text, { errorCorrectionLevel: 'M' });
      expect([drawn.version, drawn.modules.size, drawn.segments.length]).toEqual([10, MODULES, 1]);
      expect(drawn.segments[0]).toMatchObject({ mode: { id: 'Numeric' } });
      expect(decodeDigits(text.slice(DEFAULT_CODE_PREFIXES.D.length), PHONE_CODE_BYTES)).not.toBeNull();
      expect(text).toHaveLength(DEFAULT_CODE_PREFIXES.D.length + CODE_DIGITS.D);
    }
  });

  if (hasZbar || process.env['CI'] === 'true') {
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'code-qr-'));
    });

    afterAll(() => rm(folder, { recursive: true, force: true }));

    const readBack = async (picture: Buffer): Promise<string> => {
      const path = join(folder, 'code.pgm');
      await writeFile(path, picture);
      const options = ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', path];
      return (await promisify(execFile)('zbarimg', options)).stdout.trim();
    };

    describe.each([200, 300, 600])('at %i pixels', (widthPx) => {
      describe.each([0, 5, -5])('turned by %i degrees', (degrees) => {
        it.each([
          ['clean', (picture: Picture): Picture => picture],
          ['with 10 % grain', withGrain],
          ['with 10 % of its pixels specked', withSpecks],
        ])('is read back by zbar %s', async (_, spoil) => {
          const text = aCodeText(widthPx);
          expect(await readBack(fileOf(spoil(draw(text, widthPx, degrees))))).toBe(text);
        });
      });
    });

    it('is read back by zbar as the picture file the drawing library makes', async () => {
      const text = aCodeText(7);
      const picture = await QRCode.toBuffer(text, { errorCorrectionLevel: 'M', margin: 4, scale: 4 });
      expect(await readBack(picture)).toBe(text);
    });
  } else {
    console.warn('zbarimg is not on PATH: the drawn code is not read back (apt-get install zbar-tools).');
  }
});
