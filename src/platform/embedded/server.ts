import { readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.js';
import { SERVER_ENV } from './data-folder.js';
import { EmbeddedError } from './embedded-error.js';
import { guard, type Guarded } from './guardian.js';
import { freePort } from './port.js';
import { inUse, readPostmaster } from './postmaster.js';

export const HOST = '127.0.0.1';

const POLL_MS = 15;
// Crash recovery replays at most what one checkpoint interval wrote; slow disks take their time.
const READY_MS = 180_000;
const GRACE_SECONDS = 20;
const PORT_TRIES = 3;
const RESTARTS_MAX = 5;
const RESTARTS_WINDOW_MS = 120_000;
const RESTART_PAUSE_MS = 300;

interface ServerOptions {
  dataDir: string;
  /** The folder as the server's account can name it from inside. */
  folder: string;
  postgres: string;
  account: Account | undefined;
  durable: boolean;
  logFile: string;
  logFd: number;
  report: (line: string) => void;
}

/** One PostgreSQL server: started, watched, started again on the same port when it dies, stopped in order. */
export class Server {
  readonly ended: Promise<string>;
  port = 0;
  private current: Guarded | undefined;
  private stopping = false;
  private settleEnded: (reason: string) => void = () => undefined;
  private restarts: number[] = [];

  constructor(private readonly options: ServerOptions) {
    this.ended = new Promise((settle) => {
      this.settleEnded = settle;
    });
  }

  get pid(): number {
    return this.current?.pid ?? 0;
  }

  async start(wanted: number | undefined): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      this.port = await freePort(wanted);
      try {
        await this.launch();
        return;
      } catch (error) {
        // Between finding a free port and using it somebody else may take it.
        const lostRace = error instanceof EmbeddedError && error.fault === 'port-busy' && wanted === undefined;
        if (!lostRace || tries >= PORT_TRIES) throw error;
      }
    }
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.current?.stop();
    this.settleEnded('stopped');
  }

  private async launch(): Promise<void> {
    const logFrom = statSync(this.options.logFile).size;
    const guarded = await guard({
      command: this.options.postgres,
      args: serverArgs(this.options.folder, this.port, this.options.durable),
      // INT is PostgreSQL's fast shutdown: open transactions are rolled back, everything else is written.
      signal: 'INT',
      graceSeconds: GRACE_SECONDS,
      cwd: this.options.dataDir,
      env: SERVER_ENV,
      account: this.options.account,
      outputFd: this.options.logFd,
    });
    this.current = guarded;
    await this.untilReady(guarded, logFrom);
    void guarded.ended.then((code) => this.afterEnd(guarded, code));
  }

  private async untilReady(guarded: Guarded, logFrom: number): Promise<void> {
    const run = { over: false };
    void guarded.ended.then(() => {
      run.over = true;
    });
    const deadline = Date.now() + READY_MS;
    while (!run.over) {
      const state = readPostmaster(this.options.dataDir);
      // The pid tells this run from a stale file of a run that was killed.
      if (state?.pid === guarded.pid && state.port === this.port && state.status === 'ready') return;
      if (Date.now() > deadline) break;
      await sleep(POLL_MS);
    }
    if (!run.over) await guarded.stop();
    throw this.explain(logFrom);
  }

  private explain(logFrom: number): EmbeddedError {
    const { logFile, dataDir } = this.options;
    const text = readFileSync(logFile).subarray(logFrom).toString();
    if (/lock file "postmaster.pid" already exists/.test(text)) return inUse(dataDir, readPostmaster(dataDir)?.pid);
    if (/could not bind IPv4 address/.test(text)) {
      return new EmbeddedError(
        'port-busy',
        `Port ${this.port} on ${HOST} is taken: end the program that uses it or choose another port for the database.`,
      );
    }
    const reason = /(?:FATAL|PANIC): {2}(.*)/.exec(text)?.[1] ?? 'it did not become ready in time';
    return new EmbeddedError(
      'did-not-start',
      `PostgreSQL did not start (${reason}): see ${logFile} for the rest, or set DATABASE_URL.`,
    );
  }

  private afterEnd(guarded: Guarded, code: number): void {
    if (this.stopping || this.current !== guarded) return;
    this.revive(code).catch((error: unknown) => {
      this.settleEnded(error instanceof Error ? error.message : String(error));
    });
  }

  /** Brings a killed server back on its port; what was acknowledged is in its write-ahead log. */
  private async revive(code: number): Promise<void> {
    for (;;) {
      const now = Date.now();
      this.restarts = [...this.restarts.filter((at) => now - at < RESTARTS_WINDOW_MS), now];
      if (this.restarts.length > RESTARTS_MAX) {
        throw new Error(
          `PostgreSQL ended ${RESTARTS_MAX} times in ${RESTARTS_WINDOW_MS / 60_000} minutes; see ${this.options.logFile}`,
        );
      }
      this.options.report(`PostgreSQL ended unexpectedly (code ${code}) and is started again`);
      // The processes of the old server need a moment to notice and to let go of its shared memory.
      await sleep(RESTART_PAUSE_MS * this.restarts.length);
      if (this.stopping) return;
      try {
        await this.launch();
        this.options.report('PostgreSQL is back');
        return;
      } catch (error) {
        this.options.report(error instanceof Error ? error.message : String(error));
      }
    }
  }
}

function serverArgs(folder: string, port: number, durable: boolean): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: HOST,
    port,
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '256MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // The log must hold no personal data: no statements, no key values, no refusals of the application.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    log_statement: 'none',
    ...(durable ? {} : NOT_DURABLE),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', folder, ...flags];
}

const NOT_DURABLE = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
  shared_buffers: '128MB',
};
