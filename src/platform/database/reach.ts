import { AsyncLocalStorage } from 'node:async_hooks';
import { EntityManager } from 'typeorm';
import { logger } from '../logging/logger.js';

/** How far a caller's statements reach: an officer to the subtrees of their scope, people of a merchant to what is the merchant's. */
export type Reach = { readonly scope: readonly string[] } | { readonly merchantId: string };

const reaches = new AsyncLocalStorage<Reach | null>();

/** Runs work whose statements PostgreSQL itself limits, wherever in it they are made. */
export function withinReach<T>(reach: Reach, work: () => T): T {
  return reaches.run(reach, work);
}

/** The reach of whoever asks now; null for tills, workers, jobs and operators, who act as the platform. */
export function currentReach(): Reach | null {
  return reaches.getStore() ?? null;
}

/**
 * The one door past a caller's reach, for a look-up that must see more than they may; `reason` says why it must. Whoever passes it
 * has decided by the caller's rights before, or decides after, and answers nothing of what lies beyond. `db` is what the work reads
 * and writes through: a transaction is let out and limited again.
 */
export async function beyondScope<T>(
  db: Pick<EntityManager, 'query'>,
  reason: string,
  work: () => Promise<T>,
): Promise<T> {
  if (currentReach() === null) return work();
  logger.trace({ reason }, 'beyond the scope');
  if (!(db instanceof EntityManager)) return reaches.run(null, work);
  await db.query(`SELECT set_config('role', 'app', true)`);
  try {
    return await reaches.run(null, work);
  } finally {
    // In a transaction that failed nothing runs any more, and its end takes the role back.
    await db.query(`SELECT set_config('role', 'scoped', true)`).catch(() => undefined);
  }
}

/** Limits a transaction to a reach until it ends, however it ends. */
export async function stepDown(tx: Pick<EntityManager, 'query'>, reach: Reach): Promise<void> {
  const [scope, merchantId] = 'scope' in reach ? [arrayLiteral(reach.scope), ''] : ['', reach.merchantId];
  await tx.query(
    `SELECT set_config('worker_card.scope', $1, true), set_config('worker_card.merchant', $2, true), set_config('role', 'scoped', true)`,
    [scope, merchantId],
  );
}

function arrayLiteral(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`).join(',')}}`;
}
