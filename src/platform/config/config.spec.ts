import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { codePrefixesOf, ConfigError, configSchema, parseConfig } from './config.js';

const DATABASE_URL = 'postgres://app:secret@127.0.0.1:5432/worker_card';
const ROOT = join(import.meta.dirname, '..', '..', '..');
/** Said by the image, the proxy in front or the start script rather than by whoever runs the containers. */
const NOT_IN_CONTAINERS = ['DATABASE_OWNER_URL', 'DEMO', 'HOST', 'PORT', 'REHEARSAL', 'TLS_CERT_FILE', 'TLS_KEY_FILE'];
/** Of the containers alone. */
const ONLY_IN_CONTAINERS = [
  'APP_PASSWORD',
  'EVIDENCE_PASSWORD',
  'IMAGE',
  'MAINTENANCE_PASSWORD',
  'OWNER_PASSWORD',
  'POSTGRES_PASSWORD',
  'PUBLISH',
];

interface Compose {
  readonly 'x-settings': Readonly<Record<string, string>>;
  readonly services: Readonly<
    Record<string, { environment?: Record<string, string>; volumes?: string[]; build?: Record<string, string> }>
  >;
}

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const compose = (): Compose => parse(read('docker/compose.yaml'), { merge: true });
const settings = Object.keys(configSchema.shape).sort();

/** Names and shown values of env.example, commented out or not. */
function documented(): Map<string, string> {
  const lines = [...read('docker/env.example').matchAll(/^(?:# )?([A-Z][A-Z0-9_]*)=(.*)$/gm)];
  return new Map(lines.map(([, name = '', value = '']) => [name, value]));
}

describe('the settings', () => {
  it('have a default each, except the address of the database', () => {
    expect(parseConfig({ DATABASE_URL })).toMatchObject({ HOST: '127.0.0.1', PORT: 8080, DEMO: false });
    expect(() => parseConfig({})).toThrow('DATABASE_URL is not set. See docker/env.example for every setting.');
  });

  it('take an empty value as none', () => {
    expect(parseConfig({ DATABASE_URL, REDIS_URL: '', PORT: '' })).toEqual(parseConfig({ DATABASE_URL }));
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['PORT', 'http'],
    ['DATABASE_URL', 'mysql://127.0.0.1/x'],
    ['DATABASE_POOL_MAX', '1'],
    ['REDIS_URL', 'http://127.0.0.1'],
    ['DEMO', 'yes'],
    ['LOG_LEVEL', 'loud'],
    ['SIGN_IN_DELAY', '2'],
    ['CODE_PREFIX_D', '9'],
    ['CODE_PREFIX_S', '99-12'],
    ['CODE_PREFIX_S', '9911'],
    ['CODE_PREFIX_N', '99'],
    ['CODE_PREFIX_D', '98'],
    ['CODE_PREFIX_N', '28'],
  ])('stop the start with one sentence that names %s when it is "%s"', (name, value) => {
    const start = () => parseConfig({ DATABASE_URL, [name]: value });
    expect(start).toThrow(ConfigError);
    expect(start).toThrow(new RegExp(`^${name} [^\\n]+ See docker/env\\.example for every setting\\.$`));
  });

  it('name the code prefix to change, and how, where a till could not tell codes apart', () => {
    const message = (change: Record<string, string>): string => {
      try {
        parseConfig({ DATABASE_URL, ...change });
      } catch (error) {
        return String(error);
      }
      return '';
    };
    expect(message({ CODE_PREFIX_S: '98123' })).toContain(
      'CODE_PREFIX_S and CODE_PREFIX_N are 98123 and 98, so that no till could tell their codes apart: choose prefixes none of which begins another.',
    );
    expect(message({ CODE_PREFIX_N: '1355' })).toContain('CODE_PREFIX_N begins as payment codes of WeChat Pay do');
    const chosen = { CODE_PREFIX_D: '88001', CODE_PREFIX_S: '88002', CODE_PREFIX_N: '87' };
    expect(codePrefixesOf(parseConfig({ DATABASE_URL, ...chosen }))).toEqual({ D: '88001', S: '88002', N: '87' });
  });

  it('are all documented, with their default, in docker/env.example', () => {
    const shown = documented();
    expect([...shown.keys()].sort()).toEqual([...settings, ...ONLY_IN_CONTAINERS].sort());
    const own = Object.fromEntries([...shown].filter(([name]) => settings.includes(name)));
    expect(parseConfig({ ...own, DATABASE_URL })).toEqual(parseConfig({ DATABASE_URL }));
    // An empty value parses to the default as well, so a default must be written out where there is one.
    const defaults = new Set(Object.keys(parseConfig({ DATABASE_URL })).filter((name) => name !== 'DATABASE_URL'));
    expect(Object.keys(own).filter((name) => defaults.has(name) === (own[name] === ''))).toEqual([]);
  });

  it('reach the containers, each by its own name', () => {
    const passed = compose()['x-settings'];
    expect(Object.keys(passed).sort()).toEqual(settings.filter((name) => !NOT_IN_CONTAINERS.includes(name)));
    const open = Object.entries(passed).filter(([, value]) => /^\$\{\w+:-\}$/.test(value));
    expect(open.map(([, value]) => value)).toEqual(open.map(([name]) => `\${${name}:-}`));
  });
});

describe('docker/compose.yaml', () => {
  it('asks for nothing that docker/env.example does not explain', () => {
    const asked = [...read('docker/compose.yaml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
    expect(asked.filter((name) => !documented().has(name ?? ''))).toEqual([]);
  });

  it('gives the owner of the schema to the schema step alone', () => {
    const told = Object.entries(compose().services).filter(([, service]) =>
      JSON.stringify(service.environment ?? {}).includes('OWNER_PASSWORD'),
    );
    expect(told.map(([name]) => name)).toEqual(['postgres', 'migrate']);
  });

  it('names only files that exist', () => {
    const { services } = compose();
    const mounted = Object.values(services).flatMap(({ volumes = [] }) =>
      volumes.filter((volume) => volume.startsWith('.')).map((volume) => volume.split(':')[0] ?? ''),
    );
    const built = Object.values(services).flatMap(({ build }) =>
      build ? [join(build['context'] ?? '', build['dockerfile'] ?? '')] : [],
    );
    expect(mounted.length).toBeGreaterThan(0);
    expect([...mounted, ...built].filter((path) => !existsSync(join(ROOT, 'docker', path)))).toEqual([]);
  });
});

describe('docker/Dockerfile', () => {
  it('copies only what exists and what its ignore file lets in', () => {
    const copied = [...read('docker/Dockerfile').matchAll(/^COPY (?!--from)(?:--\S+ )*(.+) \S+$/gm)].flatMap(
      ([, sources = '']) => sources.split(' '),
    );
    const letIn = read('docker/Dockerfile.dockerignore').split('\n');
    expect(copied.length).toBeGreaterThan(4);
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(copied.filter((path) => !letIn.includes(`!${path}`))).toEqual([]);
  });

  it('has a command for each program it starts', () => {
    const programs = [...read('docker/entrypoint.sh').matchAll(/dist\/(src\/[\w./-]+)\.js/g)].map(([, path]) => path);
    expect(programs.filter((path) => !existsSync(join(ROOT, `${path}.ts`)))).toEqual([]);
    expect(programs).toHaveLength(5);
  });
});
