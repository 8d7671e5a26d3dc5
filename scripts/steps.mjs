// How the scripts show what takes time: on stderr, so that a command's own output stays clean.
import { spawn } from 'node:child_process';

export const root = new URL('..', import.meta.url);

export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Runs one slow step and says how long it took: `name ... 3.2 s`. */
export async function step(name, work) {
  const begun = performance.now();
  process.stderr.write(`${name} ... `);
  try {
    const result = await work();
    process.stderr.write(`${seconds(begun)}\n`);
    return result;
  } catch (error) {
    process.stderr.write(`failed after ${seconds(begun)}\n`);
    throw error;
  }
}

/** Runs a program to its end; its output is shown only when it fails. A signal to us ends it too. */
export function runQuietly(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = [];
    const forward = (signal) => child.kill(signal);
    const done = (settle) => {
      process.off('SIGINT', forward).off('SIGTERM', forward);
      settle();
    };
    process.on('SIGINT', forward).on('SIGTERM', forward);
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.once('error', (error) => done(() => reject(new StepError(`${command} cannot be run: ${error.message}`))));
    child.once('close', (code, signal) =>
      done(() => {
        if (code === 0) resolve();
        else reject(new StepError(`${Buffer.concat(output).toString().trim()}\n(ended with ${signal ?? code})`));
      }),
    );
  });
}

/** A failed step whose message is all the operator needs: no stack trace. */
export class StepError extends Error {}

/** Runs a script's work; a failed step ends it with its message, anything else with its stack. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${error instanceof StepError ? error.message : (error.stack ?? error)}\n`);
    process.exit(1);
  }
}
