import { type ImportLine, importsOf, sourcesIn, textOf } from './support/imports.js';

/** Rows of the house: a file imports from rows below its own, through `index.ts`; never sideways, never up. */
const MODULE_ROWS: Readonly<Record<string, number>> = {
  audit: 3,
  imports: 3.5,
  organizations: 4,
  identity: 5,
  members: 6,
  merchants: 6,
  cards: 7,
  ledger: 7,
  benefits: 8,
  redemption: 9,
  settlement: 10,
  reporting: 11,
};
const SUFFIXES = [
  'module',
  'controller',
  'processor',
  'schemas',
  'service',
  'rules',
  'entity',
  'repository',
  'queries',
  'events',
  'errors',
  'strategy',
  'spec',
  'rules.spec',
  'schemas.spec',
];
/** Packages pure code may use. */
const PURE_PACKAGES = ['zod', 'temporal-polyfill', 'fast-check', 'node:crypto', 'node:util', 'jest'];
/** The one place that writes other modules' tables: the commit of a batch, and what its twin under lock takes before. */
const COMMIT_FUNCTION = 'redemption_commit';
const COMMIT_CALLER = 'src/modules/redemption/engine/batch-commit.repository.ts';
const COMMIT_CLAIMS = 'src/modules/redemption/engine/batch-claim.repository.ts';
const WRITES = /\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(?:ONLY\s+)?([a-z_]+)\b(?!\s*=)/g;
const ENTRY_FILES = /^src\/(main|main\.jobs|app\.module|entities|event-routes|process)\.ts$|^src\/cli\//;

const files = sourcesIn('src').filter((file) => !file.startsWith('src/web/'));
const production = files.filter((file) => !file.endsWith('.spec.ts'));
const lines = production.flatMap(importsOf);

const moduleOf = (file: string): string | null => /^src\/modules\/([^/]+)\//.exec(file)?.[1] ?? null;

function rowOf(file: string): number {
  if (file.startsWith('src/shared/')) return 1;
  if (file.startsWith('src/platform/') || file.startsWith('migrations/')) return 2;
  const name = moduleOf(file);
  if (name !== null) return MODULE_ROWS[name] ?? Number.NaN;
  return ENTRY_FILES.test(file) ? 100 : Number.NaN;
}

const tablesWrittenIn = (sql: string): string[] => [...sql.matchAll(WRITES)].map((match) => match[1] ?? '');

/** Who writes a table in SQL, but for the one exception; what is no module is named by its folder. */
function writersByTable(): Map<string, Set<string>> {
  const writers = new Map<string, Set<string>>();
  for (const file of production.filter((each) => each !== COMMIT_CLAIMS))
    for (const table of tablesWrittenIn(textOf(file))) {
      const known = writers.get(table) ?? new Set();
      writers.set(table, known.add(moduleOf(file) ?? file.split('/').slice(0, 2).join('/')));
    }
  return writers;
}

const show = (offending: readonly ImportLine[]): string[] => offending.map(({ from, to }) => `${from} → ${to}`);

describe('the house', () => {
  it('gives every source file a row', () => {
    expect(production.filter((file) => Number.isNaN(rowOf(file)))).toEqual([]);
  });

  it('imports only point down, never sideways, never up', () => {
    const offending = lines.filter(({ from, to }) => {
      if (!to.startsWith('src/') || (moduleOf(from) === moduleOf(to) && moduleOf(from) !== null)) return false;
      const [here, there] = [rowOf(from), rowOf(to)];
      return there > here || (there === here && here >= 3 && here < 100);
    });
    expect(show(offending)).toEqual([]);
  });

  it('enters a module only through its index, or its schemas from the command line', () => {
    const offending = lines.filter(({ from, to }) => {
      const target = moduleOf(to);
      if (target === null || target === moduleOf(from)) return false;
      if (to.endsWith('/index.ts')) return false;
      if (from === 'src/entities.ts') return !to.endsWith('.entity.ts');
      return !to.endsWith('.schemas.ts');
    });
    expect(show(offending)).toEqual([]);
  });

  it('keeps shared and rules pure', () => {
    const pure = files.filter((file) => file.startsWith('src/shared/') || file.endsWith('.rules.ts'));
    const offending = pure.flatMap(importsOf).filter(({ from, to }) => {
      if (from.endsWith('.spec.ts')) return false;
      if (!to.startsWith('src/')) return !PURE_PACKAGES.slice(0, 2).includes(to);
      return !(to.startsWith('src/shared/') || to.endsWith('.rules.ts') || to.endsWith('.schemas.ts'));
    });
    expect(show(offending)).toEqual([]);
  });

  it('lets rules see no clock and no dice', () => {
    const offending = production.filter(
      (file) => file.endsWith('.rules.ts') && /Date\.now|new Date\(\)|Math\.random/.test(textOf(file)),
    );
    expect(offending).toEqual([]);
  });

  it('keeps schemas importable by the web', () => {
    const offending = production
      .filter((file) => file.endsWith('.schemas.ts'))
      .flatMap(importsOf)
      .filter(({ to }) => !(to === 'zod' || to.startsWith('src/shared/') || to.endsWith('.schemas.ts')));
    expect(show(offending)).toEqual([]);
  });

  it('keeps repositories away from controllers and processors', () => {
    const offending = lines.filter(
      ({ from, to }) => /\.(controller|processor)\.ts$/.test(from) && /\.(repository|queries|entity)\.ts$/.test(to),
    );
    expect(show(offending)).toEqual([]);
  });

  it('never writes in queries', () => {
    const offending = production.filter(
      (file) => file.endsWith('.queries.ts') && /\b(INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b/.test(textOf(file)),
    );
    expect(offending).toEqual([]);
  });

  it('lets one module alone write a table', () => {
    const writers = writersByTable();
    expect(writers.get('redemption')).toEqual(new Set(['redemption']));
    const shared = [...writers].filter(([, modules]) => modules.size > 1);
    expect(shared.map(([table, modules]) => `${table} ← ${[...modules].join()}`)).toEqual([]);
  });

  it('writes other modules’ tables in the commit of a batch and nowhere else', () => {
    const writers = writersByTable();
    const across = new Set<string>();
    for (const file of sourcesIn('migrations'))
      for (const [, name = '', body = ''] of textOf(file).matchAll(/FUNCTION (\w+)\([^;]*?AS \$\$(.*?)\$\$/gs)) {
        const owners = new Set(tablesWrittenIn(body).flatMap((table) => [...(writers.get(table) ?? [])]));
        if (owners.size > 1) across.add(name);
      }
    expect([...across]).toEqual([COMMIT_FUNCTION]);
    expect(production.filter((file) => textOf(file).includes(`${COMMIT_FUNCTION}(`))).toEqual([COMMIT_CALLER]);
    expect(new Set(tablesWrittenIn(textOf(COMMIT_CLAIMS)))).toEqual(
      new Set(['idempotency_key', 'code_use', 'limit_counter']),
    );
  });

  it('reads the environment in one place', () => {
    const offending = production.filter(
      (file) => /process\.env/.test(textOf(file)) && !/^src\/(main|main\.jobs)\.ts$|^src\/cli\//.test(file),
    );
    expect(offending).toEqual([]);
  });

  it('never joins entities across modules', () => {
    const offending = production.filter(
      (file) => file.endsWith('.entity.ts') && /@(ManyToOne|OneToMany|OneToOne|ManyToMany)\(/.test(textOf(file)),
    );
    expect(offending).toEqual([]);
  });

  it('knows every kind of file in a module', () => {
    const plain = /^(index|[a-z0-9-]+)\.ts$/;
    const offending = files.filter((file) => {
      if (moduleOf(file) === null) return false;
      const name = file.split('/').at(-1) ?? '';
      const kind = name.slice(name.indexOf('.') + 1, -'.ts'.length);
      return !(plain.test(name) || SUFFIXES.includes(kind) || kind.endsWith('.spec'));
    });
    expect(offending).toEqual([]);
  });

  it('keeps the web to itself, shared code and schemas', () => {
    const web = sourcesIn('src/web').filter((file) => !/\.(spec|config)\.tsx?$/.test(file));
    const offending = web.flatMap(importsOf).filter(({ from, to }) => {
      if (!to.startsWith('src/')) return false;
      const app = /^src\/web\/([^/]+)\//.exec(from)?.[1];
      const other = /^src\/web\/([^/]+)\//.exec(to)?.[1];
      if (other !== undefined) return other !== app && other !== 'shared';
      return !(to.startsWith('src/shared/') || to.endsWith('.schemas.ts'));
    });
    expect(show(offending)).toEqual([]);
  });
});
