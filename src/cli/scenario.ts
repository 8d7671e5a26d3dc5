import { runScenarios } from './scenario/run-scenarios.js';

/** `npm run -s scenario -- FILE.yaml …`: rehearses campaigns on a database of its own; exit 0 only if every expectation holds. */
async function main(): Promise<boolean> {
  const files = process.argv.slice(2);
  if (files.length === 0) {
    process.stderr.write('Name the scenarios to play: npm run -s scenario -- FILE.yaml [MORE.yaml …]\n');
    return false;
  }
  return runScenarios(files, (text) => process.stdout.write(text));
}

main().then(
  (allHold) => process.exit(allHold ? 0 : 1),
  (error: unknown) => {
    // Expected failures carry one sentence with the remedy; anything else is ours, and the stack helps to mend it.
    const known = error instanceof Error && error.constructor.name === 'EmbeddedError';
    process.stderr.write(
      `\n${known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(1);
  },
);
