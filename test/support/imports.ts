import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');

export interface ImportLine {
  /** Both relative to the project's root, with `/`. */
  readonly from: string;
  /** A file of ours (`src/…`) or the name of a package. */
  readonly to: string;
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s+'([^']+)'|(?:^|\n)\s*import\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g;

/** Every TypeScript source below a folder, specs included. */
export function sourcesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('node_modules'))
    .map((file) => join(folder, file).replaceAll('\\', '/'))
    .toSorted();
}

/** What a file imports, relative paths resolved to sources of ours. */
export function importsOf(file: string): ImportLine[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(IMPORT)].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? '';
    if (!specifier.startsWith('.')) return { from: file, to: specifier };
    const target = normalize(join(dirname(file), specifier)).replaceAll('\\', '/');
    return { from: file, to: target.replace(/\.js$/, '.ts') };
  });
}

export function textOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

export function relativeToRoot(file: string): string {
  return relative(ROOT, file);
}
