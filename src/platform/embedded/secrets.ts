import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { LOGIN_ROLES } from '../database/roles.js';
import { EmbeddedError, systemCode } from './embedded-error.js';

const SECRETS = z.object({ superuser: z.string().min(20), roles: z.record(z.enum(LOGIN_ROLES), z.string().min(20)) });

export type Secrets = z.infer<typeof SECRETS>;

/** The passwords of the cluster in `dataDir`, kept beside it in a file only we can read; made on first use. */
export function readOrCreateSecrets(dataDir: string, clusterExists: boolean): Secrets {
  const path = `${dataDir}.secrets.json`;
  if (!existsSync(path)) {
    if (clusterExists) throw lost(path, dataDir, 'is missing');
    create(path);
  }
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new EmbeddedError(
      'folder-unusable',
      `${path} cannot be read (${systemCode(error)}): start as the account that made it, or give it to this one with chown.`,
    );
  }
  const parsed = SECRETS.safeParse(parseJson(text));
  if (!parsed.success) throw lost(path, dataDir, 'is damaged');
  return parsed.data;
}

// Linked into place, not written there: of two first starts at once both go on with the same passwords.
function create(path: string): void {
  const password = (): string => randomBytes(24).toString('base64url');
  const roles = Object.fromEntries(LOGIN_ROLES.map((role) => [role, password()]));
  const part = `${path}.${process.pid}`;
  writeFileSync(part, `${JSON.stringify({ superuser: password(), roles }, null, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(part, path);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(part, { force: true });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function lost(path: string, dataDir: string, what: string): EmbeddedError {
  return new EmbeddedError(
    'secrets-missing',
    `${path} ${what}, and with it the passwords of the database in ${dataDir}: restore the file, or delete the folder to begin with an empty database.`,
  );
}
