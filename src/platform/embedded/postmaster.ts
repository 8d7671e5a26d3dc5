import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedError } from './embedded-error.js';

const POLL_MS = 20;
// A server whose application was just killed is on its way out; a moment tells it from one that is in use.
const LEAVING_MS = 2_000;
const STOPPING_MS = 60_000;

export interface PostmasterState {
  pid: number;
  port: number;
  status: string;
}

/** What PostgreSQL itself says about its run in postmaster.pid: line 1 pid, line 4 port, line 8 state. */
export function readPostmaster(dataDir: string): PostmasterState | undefined {
  try {
    const lines = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? '' };
  } catch {
    return undefined;
  }
}

/** Waits for a server that is shutting down; refuses, naming its process, when one is at work in the folder. */
export async function requireUnused(dataDir: string): Promise<void> {
  const begun = Date.now();
  for (;;) {
    const state = readPostmaster(dataDir);
    if (!state || !isPostgres(state.pid)) return;
    const patience = state.status === 'stopping' ? STOPPING_MS : LEAVING_MS;
    if (Date.now() - begun > patience) throw inUse(dataDir, state.pid);
    await sleep(POLL_MS);
  }
}

export function inUse(dataDir: string, pid: number | undefined): EmbeddedError {
  const who = pid === undefined ? 'another process' : `process ${pid}`;
  return new EmbeddedError(
    'folder-in-use',
    `The database folder ${dataDir} is in use by ${who}, most likely a second start of this program: stop the first one, or run this one in another folder.`,
  );
}

// A pid in a stale file may meanwhile be somebody else's, above all in a container, where pids begin anew.
function isPostgres(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres';
  } catch {
    return true;
  }
}
