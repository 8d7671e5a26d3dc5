/** A start that cannot go on; the message is one sentence with the remedy. */
export class StartError extends Error {}

/** Runs one slow step and says what it is and how long it took. */
export async function step<T>(name: string, work: (say: (detail: string) => void) => Promise<T>): Promise<T> {
  const startedAt = process.hrtime.bigint();
  let open = false;
  const say = (detail: string): void => {
    process.stdout.write(`${open ? '' : `  ${name} …\n`}    ${detail}\n`);
    open = true;
  };
  const result = await work(say);
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  process.stdout.write(`  ${name} … ${seconds.toFixed(1)} s\n`);
  return result;
}
