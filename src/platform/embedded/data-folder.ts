import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  openSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { accountCan, type Account } from './account.js';
import type { Binaries } from './binaries.js';
import { EmbeddedError, systemCode } from './embedded-error.js';

const MAJOR = '18';
// An initdb takes seconds; a folder it left half made this long ago has nobody working on it.
const ABANDONED_MS = 10 * 60_000;

/** PostgreSQL's view of its environment: our own PG… variables and language must not change what it does. */
export const SERVER_ENV: NodeJS.ProcessEnv = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Whether a cluster is there that this account can use; refuses, with the remedy, a folder that never can be. */
export function hasCluster(dataDir: string, account: Account | undefined): boolean {
  const entries = listFolder(dataDir);
  if (entries === undefined || entries.length === 0) return false;
  if (!entries.includes('PG_VERSION')) {
    throw unusable(dataDir, 'holds files that are not a PostgreSQL database', 'name another folder or empty this one');
  }
  const { uid, mode } = statSync(dataDir);
  const ours = account?.uid ?? process.getuid?.();
  if (uid !== ours) {
    const chown = `run "chown -R ${ours} ${dataDir}"`;
    // Root cannot be the account to start as: PostgreSQL refuses it.
    const remedy = uid === 0 ? chown : `start as that account, or ${chown}`;
    throw unusable(dataDir, `belongs to the account with number ${uid}`, remedy);
  }
  if ((mode & 0o027) !== 0 || (mode & 0o700) !== 0o700) {
    const bits = (mode & 0o777).toString(8).padStart(3, '0');
    throw unusable(dataDir, `has mode ${bits}, with which PostgreSQL does not start`, `run "chmod 700 ${dataDir}"`);
  }
  const version = readText(join(dataDir, 'PG_VERSION')).trim();
  if (version !== MAJOR) {
    throw new EmbeddedError(
      'other-version',
      `${dataDir} was made by PostgreSQL ${version} and this is ${MAJOR}: move it away to begin anew, or dump and restore it with version ${version}.`,
    );
  }
  return true;
}

/**
 * How the server names its folder. Where its account may not even walk to the folder (a project under /root), it is
 * started inside it and calls it by the one path that needs no walking.
 */
export function folderPath(dataDir: string, account: Account | undefined): string {
  if (!account || accountCan(account, 'cd "$1" && test -r . && test -w .', [dataDir])) return dataDir;
  const inside = '/proc/self/cwd';
  if (process.platform === 'linux' && accountCan(account, `test -r ${inside}/. && test -w ${inside}/.`, [], dataDir))
    return inside;
  throw unusable(
    dataDir,
    `cannot be reached by the account with number ${account.uid}`,
    'move the project out of the private folder',
  );
}

/** Makes an empty cluster. It appears under its name only when complete, so an interrupted first start leaves no half. */
export async function createCluster(
  dataDir: string,
  binaries: Binaries,
  account: Account | undefined,
  options: { password: string; durable: boolean },
): Promise<void> {
  removeAbandoned(dataDir);
  const part = `${dataDir}.new-${randomBytes(6).toString('hex')}`;
  const passwordFile = `${part}/.password`;
  try {
    makeFolder(part, account);
    const work = join(part, 'data');
    makeFolder(work, account);
    writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
    if (account) chownSync(passwordFile, account.uid, account.gid);
    const passwordFd = openSync(passwordFile, 'r');
    try {
      await runInitdb(binaries.initdb, work, account, { durable: options.durable, passwordFd });
    } finally {
      closeSync(passwordFd);
    }
    putInPlace(work, dataDir);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** Makes the folder that holds the data folder and its companions. */
export function makeParent(dataDir: string): void {
  try {
    mkdirSync(dirname(dataDir), { recursive: true });
  } catch (error) {
    throw unusable(
      dirname(dataDir),
      `cannot be made (${systemCode(error)})`,
      'give this account the right to write there',
    );
  }
}

function makeFolder(path: string, account: Account | undefined): void {
  try {
    mkdirSync(path, { mode: 0o700 });
    if (account) chownSync(path, account.uid, account.gid);
  } catch (error) {
    throw unusable(
      dirname(path),
      `cannot be written (${systemCode(error)})`,
      'give this account the right to write there',
    );
  }
}

async function runInitdb(
  initdb: string,
  work: string,
  account: Account | undefined,
  options: { durable: boolean; passwordFd: number },
): Promise<void> {
  const args = [
    `--pgdata=${folderPath(work, account)}`,
    '--username=postgres',
    // A real file, as initdb wants it, but named by its open descriptor: the account may not be able to walk to it.
    '--pwfile=/dev/fd/3',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The builtin provider sorts alike on every system; Chinese order is asked for by COLLATE "zh-Hans-x-icu".
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(options.durable ? ['--data-checksums'] : ['--no-data-checksums', '--no-sync']),
  ];
  const { code, output } = await run(initdb, args, { cwd: work, account, passwordFd: options.passwordFd });
  if (code !== 0) {
    const reason = /error: (.*)/.exec(output)?.[1] ?? output.trim().split('\n').at(-1) ?? `code ${code}`;
    throw new EmbeddedError(
      'did-not-start',
      `PostgreSQL could not make its data folder (${reason}): check the space and rights on that disk, or set DATABASE_URL.`,
    );
  }
}

function run(
  command: string,
  args: string[],
  options: { cwd: string; account: Account | undefined; passwordFd: number },
): Promise<{ code: number; output: string }> {
  const { cwd, account, passwordFd } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: SERVER_ENV,
      stdio: ['ignore', 'pipe', 'pipe', passwordFd],
      ...(account ? { uid: account.uid, gid: account.gid } : {}),
    });
    let output = '';
    const add = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout?.on('data', add);
    child.stderr?.on('data', add);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

// rename() replaces an empty folder and refuses one with content: the second of two first starts goes on with the
// cluster of the first, and PostgreSQL's own lock decides between them.
function putInPlace(work: string, dataDir: string): void {
  try {
    renameSync(work, dataDir);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(systemCode(error))) throw error;
  }
}

function removeAbandoned(dataDir: string): void {
  const parent = dirname(dataDir);
  for (const name of readdirSync(parent)) {
    const path = join(parent, name);
    if (!name.startsWith(`${basename(dataDir)}.new-`)) continue;
    if (Date.now() - statSync(path).mtimeMs > ABANDONED_MS) rmSync(path, { recursive: true, force: true });
  }
}

function listFolder(dataDir: string): string[] | undefined {
  try {
    return readdirSync(dataDir);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' && !existsSync(dataDir)) return undefined;
    if (code === 'ENOTDIR') throw unusable(dataDir, 'is not a folder', 'remove the file or name another folder');
    throw unusable(
      dataDir,
      `cannot be read (${code})`,
      'start as the account that made it, or give this one the right with chown and chmod',
    );
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw unusable(path, `cannot be read (${systemCode(error)})`, 'give this account the right to read it');
  }
}

function unusable(path: string, what: string, remedy: string): EmbeddedError {
  return new EmbeddedError('folder-unusable', `The database folder ${path} ${what}: ${remedy}.`);
}
