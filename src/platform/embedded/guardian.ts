import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Socket } from 'node:net';
import type { Account } from './account.js';

// A shell rather than a second Node: 1 MB instead of 45, and there is nothing to compile or to find on disk.
// It lives in its own session, so Ctrl-C in the terminal never reaches the server before the application is done with it.
// Reading its input ends when every copy of our end of the pipe is gone, which the kernel does even for kill -9.
const SCRIPT = `
signal=$1; grace=$2; shift 2
exec 3<&0
"$@" </dev/null >&2 3<&- &
pid=$!
echo "$pid"
exec >&2
trap 'kill -s "$signal" "$pid" 2>/dev/null' TERM INT HUP
(
  trap - TERM INT HUP
  while read -r _; do :; done <&3
  for step in "$signal" QUIT KILL; do
    kill -s "$step" "$pid" 2>/dev/null || exit 0
    waited=0
    while [ "$waited" -lt "$grace" ]; do
      sleep 0.1 2>/dev/null || sleep 1
      kill -0 "$pid" 2>/dev/null || exit 0
      waited=$((waited + 1))
    done
  done
) &
watcher=$!
wait "$pid"; code=$?
while kill -0 "$pid" 2>/dev/null; do wait "$pid"; code=$?; done
kill -s KILL "$watcher" 2>/dev/null
exit "$code"
`;

export interface GuardOptions {
  command: string;
  args: readonly string[];
  /** What asks the command to end in order; QUIT and then KILL follow when it does not. */
  signal: 'INT' | 'TERM';
  /** How long each of the three signals is given, in seconds. */
  graceSeconds: number;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  account?: Account | undefined;
  /** Where the command's output goes; default nowhere. */
  outputFd?: number;
}

export interface Guarded {
  pid: number;
  /** Resolves with the exit code (128 + signal number when it was killed). Never rejects. */
  ended: Promise<number>;
  /** Asks the command to end and waits until it has. */
  stop(): Promise<void>;
}

/** Runs a command that ends when this process ends, whatever ends it. It does not keep this process alive. */
export function guard(options: GuardOptions): Promise<Guarded> {
  const { command, args, signal, graceSeconds, account } = options;
  const shellArgs = ['-c', SCRIPT, 'guardian', signal, String(Math.ceil(graceSeconds * 10)), command, ...args];
  const shell = spawn('/bin/sh', shellArgs, {
    detached: true,
    cwd: options.cwd ?? '/',
    stdio: ['pipe', 'pipe', options.outputFd ?? 'ignore'],
    ...(options.env ? { env: options.env } : {}),
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  });
  const { stdin, stdout } = shell;
  if (!stdin || !stdout) throw new Error('a guardian was made without its pipes');
  // A guardian that died first makes the pipe fail; its exit already tells us.
  stdin.on('error', () => undefined);
  return new Promise((resolve, reject) => {
    shell.once('error', reject);
    const ended = new Promise<number>((settle) => {
      shell.once('exit', (code) => {
        reject(new Error(`${command} ended with code ${code ?? 'unknown'} before it ran`));
        settle(code ?? 1);
      });
    });
    createInterface({ input: stdout }).once('line', (line) => {
      shell.unref();
      for (const stream of [stdin, stdout]) if (stream instanceof Socket) stream.unref();
      const stop = async (): Promise<void> => {
        shell.ref();
        stdin.end();
        await ended;
      };
      resolve({ pid: Number(line), ended, stop });
    });
  });
}
