import { type ChildProcess, fork } from 'node:child_process';
import { createWriteStream, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './step.js';

const READY_WITHIN_MS = 60_000;
const LOG_MAX_BYTES = 50 * 1024 * 1024;
/** The first wait before a process is started again; each further one is twice as long. */
const RESTART_AFTER_MS = 1_000;
const RESTART_AFTER_MAX_MS = 30_000;
/** Starts again in a row; a process that worked for a while begins to count anew. */
const RESTARTS_MAX = 10;
const STEADY_AFTER_MS = 60_000;
const NAMES = ['api', 'jobs'] as const;
type Name = (typeof NAMES)[number];
type GiveUp = (reason: string) => void;

/**
 * How Node runs each process. Requests wait for their batch's commit, so much of what is young is still in use when the young are
 * collected: a larger space for them is collected, and with that copied, less often.
 */
export const NODE_FLAGS: Readonly<Record<Name, readonly string[]>> = {
  api: ['--min-semi-space-size=16', '--max-semi-space-size=64'],
  jobs: [],
};

const root = join(import.meta.dirname, '..', '..');

export interface ProcessesOptions {
  /** The program of each process. */
  readonly entries?: Readonly<Record<Name, string>>;
  readonly restartAfterMs?: number;
}

/** The two processes as children: started together, started again when one dies, ended in order. */
export class Processes {
  private readonly running = new Map<Name, ChildProcess>();
  private readonly restarts = new Map<Name, number>();
  private readonly entries: Readonly<Record<Name, string>>;
  private readonly restartAfterMs: number;
  private stopping = false;

  constructor(
    private readonly logFolder: string,
    { entries, restartAfterMs }: ProcessesOptions = {},
  ) {
    this.entries = entries ?? { api: join(root, 'main.js'), jobs: join(root, 'main.jobs.js') };
    this.restartAfterMs = restartAfterMs ?? RESTART_AFTER_MS;
  }

  /** Resolves when both say they are ready. */
  async start(environment: Readonly<Record<string, string | undefined>>, giveUp: GiveUp): Promise<void> {
    mkdirSync(this.logFolder, { recursive: true });
    await Promise.all(NAMES.map((name) => this.launch(name, environment, giveUp)));
  }

  /** The api first, so that nothing new comes in; then the jobs. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const name of NAMES) {
      const child = this.running.get(name);
      if (!child || child.exitCode !== null || child.signalCode !== null) continue;
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGTERM');
      await gone;
    }
  }

  /** Resolves when the process says it is ready; from then on it is started again whenever it ends. */
  private launch(name: Name, environment: Readonly<Record<string, string | undefined>>, giveUp: GiveUp): Promise<void> {
    const { child, lastWords } = this.fork(name, environment);
    this.running.set(name, child);
    return new Promise((resolve, reject) => {
      let readyAt: number | null = null;
      const fail = (reason: string): void => {
        clearTimeout(late);
        reject(new StartError(reason));
      };
      const late = setTimeout(() => {
        fail(`The ${name} process is not ready after ${READY_WITHIN_MS / 1000} s: see ${this.logFolder}.`);
        // Left alive, it would work beside the one that is started in its place.
        child.kill('SIGKILL');
      }, READY_WITHIN_MS);
      child.on('message', (message) => {
        if (message !== 'ready') return;
        readyAt = performance.now();
        clearTimeout(late);
        resolve();
      });
      child.on('exit', (code, signal) => {
        if (this.stopping) return;
        if (readyAt === null)
          return fail(`The ${name} process could not start: ${lastWords() || `see ${this.logFolder}`}`);
        if (performance.now() - readyAt > STEADY_AFTER_MS) this.restarts.delete(name);
        this.restart(name, environment, giveUp, `${name} ended (${signal ?? code})`);
      });
    });
  }

  private fork(
    name: Name,
    environment: Readonly<Record<string, string | undefined>>,
  ): { child: ChildProcess; lastWords: () => string } {
    const log = openLog(join(this.logFolder, `${name}.log`));
    const child = fork(this.entries[name], {
      env: environment,
      execArgv: [...process.execArgv, ...NODE_FLAGS[name]],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let words = '';
    child.stdout?.pipe(log);
    child.stderr?.on('data', (chunk: Buffer) => {
      words = chunk.toString().trim().split('\n').at(-1) ?? words;
      log.write(chunk);
    });
    return { child, lastWords: () => words };
  }

  /** What made it end may last, such as a database that restarts: each wait is longer, and a start that fails is followed by another. */
  private restart(
    name: Name,
    environment: Readonly<Record<string, string | undefined>>,
    giveUp: GiveUp,
    why: string,
  ): void {
    const before = this.restarts.get(name) ?? 0;
    if (before >= RESTARTS_MAX) return giveUp(`${why} again and again`);
    this.restarts.set(name, before + 1);
    const waitMs = Math.min(this.restartAfterMs * 2 ** before, RESTART_AFTER_MAX_MS);
    process.stdout.write(`${why}, starting it again in ${waitMs / 1000} s\n`);
    setTimeout(() => {
      if (this.stopping) return;
      this.launch(name, environment, giveUp).catch((error: unknown) =>
        this.restart(name, environment, giveUp, error instanceof Error ? error.message : String(error)),
      );
    }, waitMs);
  }
}

function openLog(path: string): ReturnType<typeof createWriteStream> {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LOG_MAX_BYTES) renameSync(path, `${path}.1`);
  return createWriteStream(path, { flags: 'a' });
}
