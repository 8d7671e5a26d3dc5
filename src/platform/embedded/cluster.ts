import { closeSync, openSync, renameSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Client } from 'pg';
import { createRoles, type LoginRole } from '../database/roles.js';
import { requirePasswdEntry, serverAccount } from './account.js';
import { prepareBinaries } from './binaries.js';
import { createCluster, folderPath, hasCluster, makeParent } from './data-folder.js';
import { EmbeddedError, systemCode } from './embedded-error.js';
import { readOrCreateSecrets, type Secrets } from './secrets.js';
import { requireUnused } from './postmaster.js';
import { HOST, Server } from './server.js';

export interface EmbeddedOptions {
  /** Where the data lives; `<dataDir>.secrets.json` and `<dataDir>.log` are laid beside it. */
  dataDir: string;
  /** False trades every guarantee on a crash for speed: tests only. */
  durable: boolean;
  /** Hears what takes time and what goes wrong later, one line each. */
  report?: (line: string) => void;
  port?: number | undefined;
}

export interface EmbeddedCluster {
  host: string;
  port: number;
  /** The server's process; it changes when the server had to be started again. */
  readonly pid: number;
  logFile: string;
  superuserUrl(database: string): string;
  urlFor(role: LoginRole, database: string): string;
  /** Resolves with the reason once the server has ended and will not be started again, also after stop(). */
  ended: Promise<string>;
  stop(): Promise<void>;
}

const LOG_MAX_BYTES = 10 * 1024 * 1024;

/**
 * Starts PostgreSQL in `dataDir`, making cluster and roles on first use, and resolves when it takes connections. It ends
 * with this process at the latest. Every way it cannot start is an EmbeddedError.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedCluster> {
  const dataDir = resolve(options.dataDir);
  const report = options.report ?? (() => undefined);
  makeParent(dataDir);
  const account = serverAccount(dataDir);
  const exists = hasCluster(dataDir, account);
  if (exists) await requireUnused(dataDir);
  // The secrets come after everything that can refuse, so that a refused first start leaves nothing behind.
  const binaries = prepareBinaries(account, report);
  if (!exists && !account) requirePasswdEntry();
  const secrets = readOrCreateSecrets(dataDir, exists);
  if (!exists) {
    report('making an empty database');
    await createCluster(dataDir, binaries, account, { password: secrets.superuser, durable: options.durable });
  }
  const logFile = `${dataDir}.log`;
  const logFd = openLog(logFile);
  const server = new Server({
    dataDir,
    folder: folderPath(dataDir, account),
    postgres: binaries.postgres,
    account,
    durable: options.durable,
    logFile,
    logFd,
    report,
  });
  try {
    await server.start(options.port);
    await prepareRoles(server.port, secrets);
  } catch (error) {
    await server.stop();
    closeSync(logFd);
    throw error;
  }
  void server.ended.then(() => closeSync(logFd));
  return clusterOn(server, secrets, logFile);
}

function clusterOn(server: Server, secrets: Secrets, logFile: string): EmbeddedCluster {
  return {
    host: HOST,
    port: server.port,
    get pid() {
      return server.pid;
    },
    logFile,
    superuserUrl: (database) => url('postgres', secrets.superuser, server.port, database),
    urlFor: (role, database) => url(role, secrets.roles[role], server.port, database),
    ended: server.ended,
    stop: () => server.stop(),
  };
}

async function prepareRoles(port: number, secrets: Secrets): Promise<void> {
  const client = new Client({ connectionString: url('postgres', secrets.superuser, port, 'postgres') });
  try {
    await client.connect();
    await createRoles(client, secrets.roles);
  } catch (error) {
    throw new EmbeddedError(
      'did-not-start',
      `The embedded database is up but refuses its own administrator (${error instanceof Error ? error.message : String(error)}): restore its secrets file, or delete the data folder to begin anew.`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

// The server's own words, read only when something is wrong; one older file is kept.
function openLog(path: string): number {
  try {
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LOG_MAX_BYTES) renameSync(path, `${path}.1`);
    return openSync(path, 'a', 0o600);
  } catch (error) {
    throw new EmbeddedError(
      'folder-unusable',
      `${path} cannot be written (${systemCode(error)}): give this account the right to write there with chown.`,
    );
  }
}

function url(user: string, password: string, port: number, database: string): string {
  return `postgres://${user}:${encodeURIComponent(password)}@${HOST}:${port}/${encodeURIComponent(database)}`;
}
