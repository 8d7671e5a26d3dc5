import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../support/imports.js';

const WEB = join(ROOT, 'dist', 'web');
const KB = 1_000;

/** Everything a browser fetches before the first page of an app stands: its html, and what that names, with all they import at once. */
function firstLoadBytes(app: string): number {
  const html = readFileSync(join(WEB, app, 'index.html'), 'utf8');
  const files = new Set<string>();
  const add = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    if (!file.endsWith('.js')) return;
    const text = readFileSync(join(WEB, file), 'utf8');
    // Only what is imported outright: a page that is opened later loads later.
    for (const [, name] of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) add(`assets/${name}`);
  };
  for (const [, file] of html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)) add(file ?? '');
  const sizes = [...files].map((file) => gzipSync(readFileSync(join(WEB, file))).length);
  return sizes.reduce((sum, size) => sum + size, gzipSync(html).length);
}

describe('what a phone loads before it shows anything', () => {
  it.each([
    ['worker', 150],
    ['merchant', 130],
    ['console', 400],
  ])('the %s page weighs at most %i KB compressed', (app, most) => {
    const bytes = firstLoadBytes(app);
    expect(bytes).toBeGreaterThan(20 * KB);
    expect(bytes).toBeLessThanOrEqual(most * KB);
  });
});
