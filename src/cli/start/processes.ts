import { type ChildProcess, fork } from 'node:child_process';
import { createWriteStream, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './step.js';

const READY_WITHIN_MS = 60_000;
const LOG_MAX_BYTES = 50 * 1024 * 1024;
const RESTART_AFTER_MS = 1_000;
const RESTARTS_MAX = 20;
const NAMES = ['api', 'jobs'] as const;
type Name = (typeof NAMES)[number];
const ENTRY: Readonly<Record<Name, string>> = { api: 'main.js', jobs: 'main.jobs.js' };

/** The two processes as children: started together, started again when one dies, ended in order. */
export class Processes {
  private readonly running = new Map<Name, ChildProcess>();
  private stopping = false;
  private restarts = 0;

  constructor(private readonly logFolder: string) {}

  /** Resolves when both say they are ready. */
  async start(
    environment: Readonly<Record<string, string | undefined>>,
    giveUp: (reason: string) => void,
  ): Promise<void> {
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

  private launch(
    name: Name,
    environment: Readonly<Record<string, string | undefined>>,
    giveUp: (reason: string) => void,
  ): Promise<void> {
    const log = openLog(join(this.logFolder, `${name}.log`));
    const child = fork(join(import.meta.dirname, '..', '..', ENTRY[name]), {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.running.set(name, child);
    let lastWords = '';
    child.stdout?.pipe(log);
    child.stderr?.on('data', (chunk: Buffer) => {
      lastWords = chunk.toString().trim().split('\n').at(-1) ?? lastWords;
      log.write(chunk);
    });
    return new Promise((resolve, reject) => {
      let ready = false;
      const late = setTimeout(
        () =>
          reject(
            new StartError(
              `The ${name} process is not ready after ${READY_WITHIN_MS / 1000} s: see ${this.logFolder}.`,
            ),
          ),
        READY_WITHIN_MS,
      );
      child.on('message', (message) => {
        if (message !== 'ready') return;
        ready = true;
        clearTimeout(late);
        resolve();
      });
      child.on('exit', (code, signal) => {
        clearTimeout(late);
        if (this.stopping) return;
        if (!ready)
          return reject(new StartError(`The ${name} process could not start: ${lastWords || `see ${this.logFolder}`}`));
        this.restart(name, environment, giveUp, `${name} ended (${signal ?? code})`);
      });
    });
  }

  private restart(
    name: Name,
    environment: Readonly<Record<string, string | undefined>>,
    giveUp: (reason: string) => void,
    why: string,
  ): void {
    this.restarts += 1;
    if (this.restarts > RESTARTS_MAX) return giveUp(`${why} again and again`);
    process.stdout.write(`${why}, starting it again\n`);
    setTimeout(() => {
      if (this.stopping) return;
      this.launch(name, environment, giveUp).catch((error: unknown) => giveUp(String(error)));
    }, RESTART_AFTER_MS);
  }
}

function openLog(path: string): ReturnType<typeof createWriteStream> {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LOG_MAX_BYTES) renameSync(path, `${path}.1`);
  return createWriteStream(path, { flags: 'a' });
}
