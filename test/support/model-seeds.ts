import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KEPT = join(import.meta.dirname, '../integration/model-seeds.json');

/** Seeds that failed once; they are tried first for ever. */
export function keptSeeds(file = KEPT): number[] {
  return JSON.parse(readFileSync(file, 'utf8')) as number[];
}

/** Keeps a seed that failed, once. */
export function keepSeed(seed: number, file = KEPT): void {
  const seeds = keptSeeds(file);
  if (!seeds.includes(seed)) writeFileSync(file, `[${[...seeds, seed].join(', ')}]\n`);
}
