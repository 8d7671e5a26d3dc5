import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './steps.mjs';

/** Does the work while no other process does it for this checkout; a lock left by a dead process is taken over. */
export async function locked(name, work) {
  // Outside the project: npm ci empties node_modules, and dist may not be there yet.
  const place = createHash('sha256').update(root.href).digest('hex').slice(0, 12);
  const path = join(tmpdir(), `nanchang-worker-card-${process.getuid?.() ?? 0}-${place}.${name}`);
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    while (!tryLink(mine, path)) {
      if (!isAlive(path)) rmSync(path, { force: true });
      else await sleep(200);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

// A link appears whole or not at all: nobody ever reads a lock without its process number.
function tryLink(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(path) {
  try {
    process.kill(Number(readFileSync(path, 'utf8')), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
