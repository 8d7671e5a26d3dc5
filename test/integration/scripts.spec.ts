import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

// A compiler that notes each run, copies sources to outputs, and fails on the word "broken" like a real one.
const COMPILER = `
const fs = require('node:fs');
fs.appendFileSync('runs', 'x');
for (const name of fs.readdirSync('src')) {
  const text = fs.readFileSync('src/' + name, 'utf8');
  if (text.includes('broken')) { console.log('src/' + name + '(1,1): error TS1: broken'); process.exit(2); }
  fs.mkdirSync('dist/src', { recursive: true });
  if (name.endsWith('.ts')) fs.writeFileSync('dist/src/' + name.replace(/ts$/, 'js'), text);
}
fs.mkdirSync('dist/migrations', { recursive: true });
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scripts-'));
  cpSync(join(import.meta.dirname, '../../scripts'), join(folder, 'scripts'), { recursive: true });
  write('package.json', '{"type":"module"}');
  write('package-lock.json', '{}');
  write('tsconfig.json', '{}');
  write('tsconfig.build.json', '{}');
  write('node_modules/typescript7/package.json', '{}');
  write('node_modules/typescript7/bin/tsc', COMPILER);
  write('node_modules/.package-lock.json', '{}');
  write('src/hello.ts', 'console.log("hello", process.argv.slice(2).join(" "));');
  write('src/words.json', '{}');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function run(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

const runs = (): number => readFileSync(join(folder, 'runs'), 'utf8').length;

describe('the scripts', () => {
  it('build before they run, keep their words off stdout, and pass arguments on', () => {
    const first = run('scripts/run.mjs', 'hello', 'to', 'you');
    expect(first).toMatchObject({ code: 0, stdout: 'hello to you\n' });
    expect(first.stderr).toMatch(/^building the server \.\.\. \d+\.\d s\n$/);
    expect(run('scripts/run.mjs', 'hello')).toEqual({ code: 0, stdout: 'hello \n', stderr: '' });
    expect(runs()).toBe(1);
    expect(existsSync(join(folder, 'dist/src/words.json'))).toBe(true);
  });

  it('build again after any change of a source, and only then', () => {
    run('scripts/build.mjs');
    write('src/hello.spec.ts', 'a test changes nothing that runs');
    run('scripts/build.mjs');
    expect(runs()).toBe(1);
    write('src/hello.ts', 'console.log("changed");');
    expect(run('scripts/run.mjs', 'hello').stdout).toBe('changed\n');
    write('src/words.json', '{"a":1}');
    run('scripts/build.mjs');
    expect(readFileSync(join(folder, 'dist/src/words.json'), 'utf8')).toBe('{"a":1}');
    expect(runs()).toBe(3);
  });

  it('leave no output of a source that is gone', () => {
    write('src/gone.ts', 'export {};');
    run('scripts/build.mjs');
    rmSync(join(folder, 'src/gone.ts'));
    run('scripts/build.mjs');
    expect(existsSync(join(folder, 'dist/src/gone.js'))).toBe(false);
  });

  it('show what the compiler said, run nothing, and try again next time', () => {
    run('scripts/build.mjs');
    write('src/hello.ts', 'broken');
    const failed = run('scripts/run.mjs', 'hello');
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failed.stderr).toContain('src/hello.ts(1,1): error TS1: broken');
    expect(failed.stderr).not.toContain('at async');
    write('src/hello.ts', 'console.log("mended");');
    expect(run('scripts/run.mjs', 'hello').stdout).toBe('mended\n');
  });

  it('build once when two processes start together', async () => {
    const both = [1, 2].map(
      () =>
        new Promise<number | null>((resolve) => {
          spawn(process.execPath, ['scripts/run.mjs', 'hello'], { cwd: folder, stdio: 'ignore' }).once('exit', resolve);
        }),
    );
    expect(await Promise.all(both)).toEqual([0, 0]);
    expect(runs()).toBe(1);
  });
});
