import { pino } from 'pino';

/**
 * JSON lines on stdout. What a line may hold: request id, caller id, route, outcome code, milliseconds.
 * Never a code's text, phone, ID number or card number; callers pass named fields, not request bodies.
 */
export const logger = pino({
  level: 'info',
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
});

/** Sets the level the configuration asks for. */
export function setLogLevel(level: string): void {
  logger.level = level;
}
