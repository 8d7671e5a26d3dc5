import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { EmbeddedError } from './embedded-error.js';

export interface Account {
  uid: number;
  gid: number;
}

const CANDIDATES = ['postgres', 'nobody'];

/**
 * The account PostgreSQL runs under, or undefined for our own. It refuses root, so root steps down: to whom the data
 * folder already belongs, else to `postgres`, else to `nobody`.
 */
export function serverAccount(dataDir: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = ownerOf(dataDir);
  if (owner && owner.uid !== 0) return owner;
  for (const name of CANDIDATES) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid !== undefined && gid !== undefined && uid !== 0) return { uid, gid };
  }
  throw new EmbeddedError(
    'no-account',
    'PostgreSQL does not run as root and this system has neither an account "postgres" nor "nobody": start as an ordinary user, or set DATABASE_URL.',
  );
}

/** initdb looks its account up by number and cannot do without an entry; a server on an existing folder can. */
export function requirePasswdEntry(): void {
  try {
    userInfo();
  } catch {
    throw new EmbeddedError(
      'no-account',
      `The account with number ${process.getuid?.() ?? '?'} has no passwd entry, which PostgreSQL needs to create its data folder: start as a named user (in a container: add the user to /etc/passwd), or set DATABASE_URL.`,
    );
  }
}

/** Whether that account can do what a shell test says, tried for real: mode bits alone do not know ACLs or mounts. */
export function accountCan(account: Account | undefined, test: string, args: readonly string[], cwd = '/'): boolean {
  const result = spawnSync('/bin/sh', ['-c', test, 'sh', ...args], {
    cwd,
    stdio: 'ignore',
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  });
  return result.status === 0;
}

function ownerOf(path: string): Account | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && { uid: found.uid, gid: found.gid };
}

function idOf(flag: '-u' | '-g', name: string): number | undefined {
  const result = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return result.status === 0 ? Number(result.stdout.trim()) : undefined;
}
