import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import {
  IRREPLACEABLE,
  KEY_FILE_NAMES,
  keyFileSchemas,
  keyFilesSchema,
  newKeyFiles,
  type KeyFileName,
  type KeyFiles,
  type RotatingFile,
  type SecretKeys,
} from './key-files.js';

/** A key folder that cannot be used: one sentence that names the file and the remedy. */
export class KeyFolderError extends Error {
  override readonly name = 'KeyFolderError';
}

const OPEN_TO_OTHERS = 0o077;

/** Makes the files that are missing and says which; two processes starting together agree on one set. */
export async function createMissingKeyFiles(folder: string, now: Date): Promise<KeyFileName[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw new KeyFolderError(`The key folder ${folder} cannot be made (${codeOf(error)}): create it or set KEYS_DIR.`);
  });
  const present = new Set(await readdir(folder));
  const fresh = newKeyFiles(now);
  const made: KeyFileName[] = [];
  for (const name of KEY_FILE_NAMES) {
    if (present.has(name)) continue;
    await refuseToReplaceLostKeys(folder, name, present);
    if (await writeExclusively(folder, name, JSON.stringify(fresh[name], null, 2))) made.push(name);
  }
  return made;
}

/** Reads and checks every file, all or nothing. */
export async function readKeyFiles(folder: string): Promise<KeyFiles> {
  await refuseOpenToOthers(folder, 'chmod 700');
  const files = await Promise.all(KEY_FILE_NAMES.map((name) => readKeyFile(folder, name)));
  return keyFilesSchema.parse(Object.fromEntries(KEY_FILE_NAMES.map((name, at) => [name, files[at]])));
}

/** Reads the keys that can change while the product runs, at once: whoever meets a new key waits for nothing. */
export function readRotatingKeys(folder: string): Record<RotatingFile, SecretKeys> {
  const read = (name: RotatingFile): SecretKeys => {
    const path = join(folder, name);
    return keyFileSchemas[name].parse(parseJson(path, readFileSync(path, 'utf8')));
  };
  return { 'field-keys.json': read('field-keys.json'), 'index-keys.json': read('index-keys.json') };
}

/** Changes one file of keys; a reader sees the one before or the one after, never half of one. */
export async function changeKeyFile(
  folder: string,
  name: RotatingFile,
  change: (keys: SecretKeys) => SecretKeys,
): Promise<SecretKeys> {
  const path = join(folder, name);
  const lock = join(folder, `.${name}.lock`);
  // Two rotations at once would each write what the other does not know.
  const held = await open(lock, 'wx', 0o600).catch(() => {
    throw new KeyFolderError(`Somebody changes ${path} at this moment. If nobody does, remove ${lock}.`);
  });
  try {
    const before = keyFileSchemas[name].parse(await readKeyFile(folder, name));
    const after = keyFileSchemas[name].parse(change(before));
    const draft = join(folder, `.${name}.${process.pid}.${randomBytes(6).toString('hex')}`);
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(JSON.stringify(after, null, 2));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
    return after;
  } finally {
    await held.close();
    await rm(lock, { force: true });
  }
}

async function readKeyFile(folder: string, name: KeyFileName): Promise<unknown> {
  const path = join(folder, name);
  await refuseOpenToOthers(path, 'chmod 600');
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new KeyFolderError(`The key file ${path} cannot be read (${codeOf(error)}): give this account the right to.`);
  });
  const parsed = keyFileSchemas[name].safeParse(parseJson(path, text));
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new KeyFolderError(`The key file ${path} is wrong at "${place}": restore it from its backup.`);
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's own message quotes the text, which is a key.
    throw new KeyFolderError(`The key file ${path} is not JSON: restore it from its backup.`);
  }
}

async function refuseOpenToOthers(path: string, remedy: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    throw new KeyFolderError(
      codeOf(error) === 'ENOENT'
        ? `${path} is missing: restore it from its backup, or make new keys for a new installation with npm run admin -- keys.`
        : `${path} cannot be read (${codeOf(error)}): give this account the right to.`,
    );
  });
  if (process.platform !== 'win32' && (found.mode & OPEN_TO_OTHERS) !== 0) {
    throw new KeyFolderError(`${path} is open to other accounts: run ${remedy} on it.`);
  }
}

// New field keys beside an old installation would look like a healthy start and leave every sealed value unreadable.
async function refuseToReplaceLostKeys(folder: string, name: KeyFileName, present: ReadonlySet<string>): Promise<void> {
  const others = KEY_FILE_NAMES.slice(KEY_FILE_NAMES.indexOf(name) + 1).filter((other) => present.has(other));
  if (!IRREPLACEABLE.includes(name) || others.length === 0) return;
  // A twin may have been making the set while the folder was listed; it makes this file before those.
  if (await stat(join(folder, name)).catch(() => null)) return;
  throw new KeyFolderError(
    `The key file ${join(folder, name)} is missing beside ${others[0]}: restore it from its backup, new keys cannot read the data.`,
  );
}

// Written whole under another name, then linked: a reader never sees half a file, and the second of two writers loses.
async function writeExclusively(folder: string, name: KeyFileName, text: string): Promise<boolean> {
  const path = join(folder, name);
  const draft = join(folder, `.${name}.${process.pid}.${randomBytes(6).toString('hex')}`);
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw new KeyFolderError(`The key file ${path} cannot be written (${codeOf(error)}): make its folder writable.`);
  } finally {
    await rm(draft, { force: true });
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown reason';
}
