import { toWireTime } from '../../shared/time.js';
import type { Mismatch } from './compare.js';
import { allHold, type PlayedStep, type Rehearsal } from './rehearsal.js';
import type { Action } from './step.schemas.js';
import type { Result } from './tills.js';

/** A rehearsal as people read it: what happened step by step, and what was not as expected. */
export function printRehearsal(file: string, rehearsal: Rehearsal): string {
  const { name, steps, endMismatches, violations, problems } = rehearsal;
  const lines = [
    `${file}${name === null ? '' : `: ${name}`}`,
    ...steps.flatMap(printStep),
    ...printEnd(endMismatches, violations),
    ...problems.map(({ line, message }) => `  ✗ ${file}:${line}: ${message}`),
    allHold(rehearsal) ? '  ✓ all as expected' : '  ✗ not as expected',
  ];
  return `${lines.join('\n')}\n\n`;
}

function printStep({ step, result, mismatches }: PlayedStep): string[] {
  const { action, atMs } = step;
  const mark = mismatches.length === 0 ? '✓' : '✗';
  const what = action === null ? 'the clock moves' : describe(action);
  const came = result === null ? '' : ` → ${summary(result)}`;
  return [`  ${mark} ${toWireTime(atMs)} ${what}${came}`, ...mismatches.map(printMismatch)];
}

function printEnd(mismatches: readonly Mismatch[], violations: readonly string[]): string[] {
  return [...mismatches.map(printMismatch), ...violations.map((violation) => `  ✗ ${violation}`)];
}

const printMismatch = ({ line, what, expected, came }: Mismatch): string =>
  `    ✗ line ${line}: ${what}: expected ${expected}, came ${came}`;

function describe({ name, fields }: Action): string {
  const shown: string[] = [];
  for (const [key, value] of Object.entries(fields)) {
    if (key === 'expect' || (key === 'code' && value === 'D') || value === undefined) continue;
    shown.push(typeof value === 'object' ? `${key} ${brief(value)}` : key === 'as' ? `as ${value}` : `${key} ${value}`);
  }
  return `${name} ${shown.join(', ')}`;
}

function brief(value: unknown): string {
  if (Array.isArray(value)) return value.length > 3 ? `${value.length} of them` : JSON.stringify(value);
  return JSON.stringify(value);
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  (typeof value === 'object' && Object.values(value).every((each) => each === 0));

function summary(result: Result): string {
  return Object.entries(result)
    .filter(([, value]) => !isEmpty(value))
    .map(([key, value]) => (key === 'outcome' ? short(value) : `${key} ${short(value)}`))
    .join(', ');
}

function short(value: unknown): string {
  if (typeof value === 'string') return value;
  const isNothing = (_key: string, each: unknown) => (each === 0 ? undefined : each);
  const text = JSON.stringify(value, typeof value === 'object' ? isNothing : undefined);
  return text.replaceAll('"', '').replaceAll(',', ', ').replaceAll(':', ': ');
}
