import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const modules = join(import.meta.dirname, '../../modules');
const sources = readdirSync(modules, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.service.ts'))
  .map((path) => readFileSync(join(modules, path), 'utf8'));
const texts: { audit: Record<'action' | 'kind', Record<string, string>> } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'texts/zh-CN.json'), 'utf8'),
);
const named = (pattern: RegExp): string[] =>
  sources.flatMap((source) => [...source.matchAll(pattern)].map((match) => match[1] ?? ''));

describe('the trail on the page of the auditors', () => {
  it('says in words what was done', () => {
    const actions = named(/\brecord\(\s*(?:tx|caller)[^;`]*?'([a-z-]+\.[a-z-]+)'/g);
    expect(actions.length).toBeGreaterThan(50);
    expect(actions.filter((action) => !(action.replace('.', '_') in texts.audit.action))).toEqual([]);
  });

  it('says in words to what it was done', () => {
    const kinds = named(/\brecord\(\s*tx[^;]*?'[a-z-]+\.[a-z-]+',\s*\{ kind: '([a-z-]+)'/g);
    expect(kinds.length).toBeGreaterThan(30);
    expect(kinds.filter((kind) => !(kind in texts.audit.kind))).toEqual([]);
  });
});
