import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Keyring } from '../../src/platform/crypto/keyring.js';
import { ROOT } from './imports.js';

const READY_WITHIN_MS = 45_000;

/** A folder of keys that a process of its own can read. */
export async function aKeyFolder(): Promise<{ folder: string; keyring: Keyring }> {
  const folder = join(mkdtempSync(join(tmpdir(), 'worker-card-keys-')), 'keys');
  await Keyring.createMissing(folder, new Date('2015-01-01T00:00:00+08:00'));
  return { folder, keyring: await Keyring.load(folder) };
}

/** The jobs process as production runs it, built. */
export class JobsProcess {
  private constructor(
    private readonly child: ChildProcess,
    /** Everything it said so far. */
    readonly words: () => string,
  ) {}

  /** With `preload`, a module that is run in it first. */
  static async start(environment: Readonly<Record<string, string>>, preload?: string): Promise<JobsProcess> {
    const imports = preload ? ['--import', preload] : [];
    const child = spawn(process.execPath, [...imports, 'dist/src/main.jobs.js'], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], RELAY_INTERVAL_MS: '20', LOG_LEVEL: 'warn', ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let words = '';
    child.stdout?.on('data', (chunk: Buffer) => (words += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString()));
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`the jobs process is not ready: ${words}`)), READY_WITHIN_MS);
      child.once('message', () => {
        clearTimeout(late);
        resolve();
      });
      child.once('exit', () => {
        clearTimeout(late);
        reject(new Error(`the jobs process ended: ${words}`));
      });
    });
    return new JobsProcess(child, () => words);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  send(message: string): void {
    this.child.send(message);
  }

  /** Stands still, holding what it holds, until `thaw`. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  /** Resolves with the exit code, or the signal that ended it, as soon as it ended by itself. */
  async ended(): Promise<number | string | null> {
    if (this.isRunning) await new Promise<void>((resolve) => this.child.once('close', () => resolve()));
    return this.child.exitCode ?? this.child.signalCode;
  }

  /** `SIGKILL` leaves everything as it stands; `SIGTERM` lets it finish what it holds. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (!this.isRunning) return;
    const gone = new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
    this.child.kill(signal);
    await gone;
  }
}
