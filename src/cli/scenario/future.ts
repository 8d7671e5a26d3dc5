import { Client } from 'pg';
import type { Scenario } from './parse.js';
import type { RehearsalDatabase } from './product.js';

const PARTITIONS_AHEAD_MS = 25 * 86_400_000;

/** Codes shown beyond the months a database is prepared for go into a partition of their own; only owner may make one. */
export async function prepareFuture({ ownerUrl }: RehearsalDatabase, { startMs, steps }: Scenario): Promise<void> {
  const lastMs = steps.at(-1)?.atMs ?? startMs;
  if (lastMs < Date.now() + PARTITIONS_AHEAD_MS) return;
  const client = new Client({ connectionString: ownerUrl, options: '-c role=owner' });
  await client.connect();
  try {
    await client.query('CREATE TABLE part.code_use_later PARTITION OF code_use DEFAULT');
  } finally {
    await client.end();
  }
}
