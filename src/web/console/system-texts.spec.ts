import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const modules = join(import.meta.dirname, '../../modules');
const sources = readdirSync(modules, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.events.ts') || path.endsWith('.processor.ts'))
  .map((path) => readFileSync(join(modules, path), 'utf8'));
const texts: Record<string, Record<string, unknown>> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'texts/zh-CN.json'), 'utf8'),
);
const named = (pattern: RegExp): string[] =>
  sources.flatMap((source) => [...source.matchAll(pattern)].map((match) => match[1] ?? ''));

describe('a dead letter on the page of the system', () => {
  it('names every event in words', () => {
    const events = named(/defineEvent\(\s*'([^']+)'/g);
    const known = Object.entries(texts['event'] ?? {}).flatMap(([noun, verbs]) =>
      Object.keys(Object(verbs)).map((verb) => `${noun}.${verb}`),
    );
    expect(events.length).toBeGreaterThan(0);
    expect(events.filter((event) => !known.includes(event))).toEqual([]);
  });

  it('names every listener in words', () => {
    const consumers = named(/super\(runner, '([^']+)'/g);
    expect(consumers.length).toBeGreaterThan(0);
    expect(consumers.filter((consumer) => !(consumer in (texts['consumer'] ?? {})))).toEqual([]);
  });
});
