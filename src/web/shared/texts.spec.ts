import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const web = join(import.meta.dirname, '..');

type Texts = { [key: string]: string | Texts };

function read(app: string, language: string): Texts {
  const texts: Texts = JSON.parse(readFileSync(join(web, app, 'texts', `${language}.json`), 'utf8'));
  return texts;
}

function flatten(texts: Texts, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(texts)) {
    if (typeof value === 'string') found.set(prefix + name, value);
    else for (const [key, text] of flatten(value, `${prefix}${name}.`)) found.set(key, text);
  }
  return found;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.spec.ts') ? [readFileSync(path, 'utf8')] : [];
  });
}

/** Values a text is filled with; the two languages may word them apart but not ask for others. */
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();

// A discount is 9.5折 in Chinese and 5% in English: the same offer from two ends.
const wordedApart = /^offer\.percentOff/;

describe.each(['shared', 'worker', 'merchant', 'console'])('texts of %s', (app) => {
  const chinese = flatten(read(app, 'zh-CN'));
  const english = flatten(read(app, 'en-US'));

  it('exist in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });

  it('are filled with the same values in both languages', () => {
    const differing = [...chinese]
      .filter(([key]) => !wordedApart.test(key))
      .filter(([key, text]) => placeholders(text).join() !== placeholders(english.get(key) ?? '').join());
    expect(differing).toEqual([]);
  });

  it('are there for every key the pages name', () => {
    // Every app has a title of its own, which the shared set-up shows.
    const known = new Set([...chinese.keys(), ...flatten(read('shared', 'zh-CN')).keys(), 'appTitle']);
    const named = sources(join(web, app)).flatMap((source) =>
      [...source.matchAll(/\bt\('([\w.]+)'/g)].map((match) => match[1] ?? ''),
    );
    expect(named.filter((key) => !known.has(key))).toEqual([]);
  });
});

it('there is a sentence in the texts for every way the platform says no', () => {
  const modules = join(web, '../modules');
  const codes = readdirSync(modules, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.errors.ts'))
    .flatMap((path) => [...readFileSync(join(modules, path), 'utf8').matchAll(/^ {2}([A-Z][A-Z_]+): \{/gm)])
    .map((match) => match[1] ?? '');
  const known = flatten(read('shared', 'zh-CN'));
  expect(codes.length).toBeGreaterThan(0);
  expect(codes.filter((code) => !known.has(`errors.${code}`))).toEqual([]);
});
