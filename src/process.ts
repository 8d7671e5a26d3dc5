import { logger } from './platform/logging/logger.js';

/** How long a leaving process may finish what it holds; a cut job or request is safe to repeat. */
const LEAVE_WITHIN_MS = 25_000;

/** On SIGTERM, SIGINT or a vanished parent: finish, then exit 0; exit 1 when finishing takes too long. */
export function leaveOnSignal(leave: () => Promise<void>): void {
  let leaving = false;
  const go = (reason: string): void => {
    if (leaving) return;
    leaving = true;
    logger.info({ reason }, 'leaving');
    setTimeout(() => process.exit(1), LEAVE_WITHIN_MS).unref();
    leave().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ error: String(error) }, 'could not leave in order');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => go('SIGTERM'));
  process.on('SIGINT', () => go('SIGINT'));
  process.on('disconnect', () => go('the starting process is gone'));
}

/** One sentence for the operator, the stack only in the log. */
export function stopOnStartFailure(error: unknown): never {
  logger.fatal({ error: error instanceof Error ? error.stack : String(error) }, 'could not start');
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

/** Ends a process that no longer works; nothing in order, because what would do it is what hangs. A cut job runs again. */
export function endStuck(reason: string): never {
  logger.fatal({ reason }, 'stopped working: ending this process for its supervisor to start it again');
  process.exit(1);
}
