import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CODE_MM,
  codeCornerOf,
  cornerOf,
  drawSheets,
  type PrintedCard,
} from '../../src/modules/cards/production/card-sheet.js';
import {
  cutOut,
  drawPages,
  fileOf,
  hasGhostscript,
  hasZbar,
  readBack,
  withGrain,
  withSpecks,
} from '../support/qr-pictures.js';

describe('the printed sheet', () => {
  const cards = Array.from({ length: 10 }, (_, at): PrintedCard => ({
    place: at + 1,
    cardNo: `0000 1234 ${String(at).padStart(3, '0')}`,
    holder: '龚**',
    orgName: '南昌市㼆龘机械厂工会委员会',
    expiresOn: '2031-11-22',
    code: `9912${String(at).repeat(195)}`,
  }));

  async function* pages(): AsyncGenerator<PrintedCard[]> {
    yield cards.slice(0, 8);
    yield cards.slice(8);
  }

  it('puts the back of a card behind its front when the sheet is turned over its long edge', () => {
    const front = cornerOf(0, 'FRONT');
    const back = cornerOf(0, 'BACK');
    expect(front.yMm).toBe(back.yMm);
    // A card of 85.6 mm: its left edge from the left is its right edge from the right.
    expect(front.xMm).toBeCloseTo(210 - back.xMm - 85.6, 6);
  });

  if (hasZbar && hasGhostscript) {
    describe('is read back from the page', () => {
      let folder: string;

      beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), 'sheet-'));
      });
      afterAll(() => rm(folder, { recursive: true, force: true }));

      it.each([200, 300, 600])('at %i dots an inch: every code, straight, turned and with noise', async (dots) => {
        const parts: Buffer[] = [];
        await drawSheets(pages(), async (chunk) => {
          parts.push(chunk);
        });
        await drawPages(folder, Buffer.concat(parts), dots);
        const backs = await Promise.all([2, 4].map((page) => readFile(join(folder, `page-${page}.pgm`))));
        // Every card of the page at the usual size, the first few at the others.
        for (const [at, { code }] of cards.slice(0, dots === 300 ? 10 : 4).entries()) {
          const corner = { ...codeCornerOf(at % 8), sideMm: CODE_MM };
          const turned = [0, 5, -5][at % 3] ?? 0;
          const picture = cutOut(backs[Math.floor(at / 8)] ?? Buffer.alloc(0), corner, turned);
          const spoilt = at % 2 === 0 ? picture : dots === 600 ? withSpecks(picture) : withGrain(picture);
          expect(await readBack(folder, fileOf(spoilt))).toBe(code);
        }
      });
    });
  } else {
    console.warn('zbarimg or gs is not on PATH: the printed sheet is not read back.');
  }
});
