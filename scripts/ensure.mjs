// Makes what the commands need: node_modules from the lockfile, dist/ from the sources. Runs before anything is installed.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { root, runQuietly, step, StepError } from './steps.mjs';
import { locked } from './lock.mjs';

const at = (path) => fileURLToPath(new URL(path, root));
const ASSET = /\.(json|csv|sql|txt|ttf)$/;
const NOT_BUILT = /\.spec\.tsx?$/;

/** Installs the exact versions of package-lock.json when node_modules is missing or belongs to another lockfile. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  await locked('install', async () => {
    if (isInstalled()) return;
    await step('installing packages', () => npmCi());
    writeFileSync(at('node_modules/.lockfile-hash'), lockfileHash());
  });
}

/** Builds what is not already built from exactly these sources. Quick when nothing changed: it only reads. */
export async function ensureBuilt({ web = true } = {}) {
  const parts = [{ name: 'server', build: buildServer, inputs: SERVER_INPUTS }];
  if (web && existsSync(at('src/web/vite.config.ts'))) parts.push({ name: 'web', build: buildWeb, inputs: WEB_INPUTS });
  for (const part of parts) {
    if (isBuilt(part)) continue;
    await locked('build', async () => {
      // Another process may have built it while we waited.
      const hash = hashOf(part.inputs);
      if (isBuilt(part, hash)) return;
      await step(`building the ${part.name}`, () => part.build());
      writeFileSync(stampOf(part), hash);
    });
  }
}

const SERVER_INPUTS = {
  files: ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'],
  folders: ['src', 'migrations'],
  skip: (path) => path === 'src/web' || NOT_BUILT.test(path),
};
// The pages import schemas and shared code from all over src, so all of it counts.
const WEB_INPUTS = {
  files: ['package-lock.json', 'tsconfig.json'],
  folders: ['src'],
  skip: (path) => NOT_BUILT.test(path),
};

function isInstalled() {
  const inside = at('node_modules/.package-lock.json');
  if (!existsSync(inside)) return false;
  const stamp = at('node_modules/.lockfile-hash');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockfileHash()) return true;
  // Installed by hand: npm writes its own copy of the lockfile last.
  return statSync(inside).mtimeMs >= statSync(at('package-lock.json')).mtimeMs;
}

async function npmCi() {
  // Compiler and bundler are development packages; some systems leave those out by default.
  const flags = ['--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  try {
    await npm(['ci', ...flags]).catch((error) => {
      // A registry that lacks the builds for other systems makes ci call a good lockfile incomplete. This installs the
      // same versions and writes nothing back.
      if (!/EUSAGE/.test(error.message)) throw error;
      return npm(['install', '--no-save', ...flags]);
    });
  } catch (error) {
    throw new StepError(
      `${error.message}\nThe packages could not be installed: check the network (or npm's registry setting) and start again.`,
    );
  }
}

// The npm that runs us, when one does: another on PATH may be of another version.
function npm(args) {
  const path = process.env.npm_execpath;
  return path?.endsWith('.js') ? runQuietly(process.execPath, [path, ...args]) : runQuietly('npm', args);
}

function lockfileHash() {
  return createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex');
}

const stampOf = (part) => at(`dist/.${part.name}-hash`);

function isBuilt(part, hash = hashOf(part.inputs)) {
  return existsSync(stampOf(part)) && readFileSync(stampOf(part), 'utf8') === hash;
}

/** One hash over names and contents; times would lie after a checkout or a copy. */
function hashOf({ files, folders, skip }) {
  const hash = createHash('sha256');
  const all = [...files, ...folders.flatMap((folder) => listFiles(folder, skip))];
  for (const path of all.sort((a, b) => (a < b ? -1 : 1))) hash.update(`\0${path}\0`).update(readFileSync(at(path)));
  return hash.digest('hex');
}

function listFiles(folder, skip) {
  if (!existsSync(at(folder))) return [];
  return readdirSync(at(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (skip(path)) return [];
    return entry.isDirectory() ? listFiles(path, skip) : [path];
  });
}

// The output folders are emptied first: a file whose source is gone must not answer an import.
async function buildServer() {
  rmSync(stampOf({ name: 'server' }), { force: true });
  for (const folder of SERVER_INPUTS.folders) rmSync(at(`dist/${folder}`), { recursive: true, force: true });
  await runQuietly(process.execPath, [at('node_modules/typescript7/bin/tsc'), '-p', 'tsconfig.build.json']);
  for (const path of SERVER_INPUTS.folders.flatMap((folder) => listFiles(folder, SERVER_INPUTS.skip))) {
    if (ASSET.test(path)) cpSync(at(path), at(`dist/${path}`));
  }
}

async function buildWeb() {
  mkdirSync(at('dist'), { recursive: true });
  rmSync(stampOf({ name: 'web' }), { force: true });
  await runQuietly(process.execPath, [
    at('node_modules/vite/bin/vite.js'),
    'build',
    '--config',
    'src/web/vite.config.ts',
    '--logLevel',
    'warn',
  ]);
}
