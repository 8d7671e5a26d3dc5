import type { ImportView } from '../api/imports.js';

/** Where in the wizard an import stands: file, columns, dry run, import, done. */
export function stepOf(state: ImportView['state'] | null): number {
  switch (state) {
    case null:
    case 'UPLOADED':
      return 0;
    case 'MAPPING':
      return 1;
    case 'CHECKING':
    case 'CHECKED':
      return 2;
    case 'COMMITTING':
      return 3;
    case 'DONE':
    case 'FAILED':
    case 'CANCELLED':
    case 'UNDOING':
    case 'UNDONE':
      return 4;
  }
}

const RUNNING: readonly ImportView['state'][] = ['UPLOADED', 'CHECKING', 'COMMITTING', 'UNDOING'];

/** Whether the jobs process is at work on it, so that the page should look again soon. */
export function isRunning(state: ImportView['state']): boolean {
  return RUNNING.includes(state);
}

export function isCancellable(state: ImportView['state']): boolean {
  return stepOf(state) < 4;
}
