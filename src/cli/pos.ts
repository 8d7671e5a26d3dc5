import { resolve } from 'node:path';
import { runSimulator } from './pos/run.js';

/** `npm run -s pos -- …`: a till in the terminal. */
const output = {
  out: (text: string) => process.stdout.write(`${text}\n`),
  err: (text: string) => process.stderr.write(`${text}\n`),
  input: process.stdin,
};

runSimulator(process.argv.slice(2), resolve('.data'), output).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(`The simulator broke: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
