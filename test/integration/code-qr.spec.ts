import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import QRCode from 'qrcode';

import { CODE_DIGITS, DEFAULT_CODE_PREFIXES, decodeDigits } from '../../src/shared/code/code-text.js';
import { encodePhoneCode, PHONE_CODE_BYTES, PHONE_CODE_FORMAT } from '../../src/shared/code/phone-code.js';
import { buildPlasticCard, encodePlasticCode, PLASTIC_CODE_BYTES } from '../../src/shared/code/plastic-code.js';
import {
  draw,
  fileOf,
  hasZbar,
  type Picture,
  randomFrom,
  readBack,
  withGrain,
  withSpecks,
} from '../support/qr-pictures.js';

// Signatures are as good as random to a QR code, so random bytes stand for them.
function someBytes(start: number, length: number): Uint8Array {
  const random = randomFrom(start);
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
}

function aPhoneText(start: number): string {
  const raw = someBytes(start, PHONE_CODE_BYTES);
  raw[0] = PHONE_CODE_FORMAT;
  return encodePhoneCode(raw);
}

function aPlasticText(start: number): string {
  const cardNo = 1 + Math.floor(randomFrom(start)() * 4_000_000_000);
  const card = { suite: 0, kid: 2, cardNo, issueNo: 1, cardClass: 0, fromDay: 2_520, toDay: 4_346 };
  return encodePlasticCode(buildPlasticCard(card), someBytes(start, 64));
}

describe.each([
  {
    kind: 'phone',
    aText: aPhoneText,
    level: 'M',
    version: 10,
    modules: 57,
    prefix: DEFAULT_CODE_PREFIXES.D,
    digits: CODE_DIGITS.D,
    bytes: PHONE_CODE_BYTES,
  },
  {
    kind: 'plastic card',
    aText: aPlasticText,
    level: 'Q',
    version: 7,
    modules: 45,
    prefix: DEFAULT_CODE_PREFIXES.S,
    digits: CODE_DIGITS.S,
    bytes: PLASTIC_CODE_BYTES,
  },
] as const)('the drawn code of a $kind', ({ aText, level, version, modules, prefix, digits, bytes }) => {
  it('is one numeric segment of its version, whatever the payload', () => {
    for (let start = 1; start <= 20; start += 1) {
      const text = aText(start);
      const drawn = QRCode.create(text, { errorCorrectionLevel: level });
      expect([drawn.version, drawn.modules.size, drawn.segments.length]).toEqual([version, modules, 1]);
      expect(drawn.segments[0]).toMatchObject({ mode: { id: 'Numeric' } });
      expect(decodeDigits(text.slice(prefix.length), bytes)).not.toBeNull();
      expect(text).toHaveLength(prefix.length + digits);
    }
  });

  if (hasZbar || process.env['CI'] === 'true') {
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'code-qr-'));
    });

    afterAll(() => rm(folder, { recursive: true, force: true }));

    describe.each([200, 300, 600])('at %i pixels', (widthPx) => {
      describe.each([0, 5, -5])('turned by %i degrees', (degrees) => {
        it.each([
          ['clean', (picture: Picture): Picture => picture],
          ['with 10 % grain', withGrain],
          ['with 10 % of its pixels specked', withSpecks],
        ])('is read back by zbar %s', async (_, spoil) => {
          const text = aText(widthPx);
          expect(await readBack(folder, fileOf(spoil(draw(text, level, widthPx, degrees))))).toBe(text);
        });
      });
    });

    it('is read back by zbar as the picture file the drawing library makes', async () => {
      const text = aText(7);
      const picture = await QRCode.toBuffer(text, { errorCorrectionLevel: level, margin: 4, scale: 4 });
      expect(await readBack(folder, picture)).toBe(text);
    });
  } else {
    console.warn('zbarimg is not on PATH: the drawn code is not read back (apt-get install zbar-tools).');
  }
});
