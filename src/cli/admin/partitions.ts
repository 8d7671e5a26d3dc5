import { Client } from 'pg';
import { eventRoutes } from '../../event-routes.js';

/** Tables whose old rows decide nothing any more; redemptions and postings stay for ever. */
const RETIRABLE = ['outbox', 'inbox', 'code_use'] as const;
type Retirable = (typeof RETIRABLE)[number];

/** Codes live for minutes and passes for 72 h, so a month is long past any of them. */
const KEPT_MONTHS = 1;

export interface Partition {
  readonly parent: string;
  readonly name: string;
  readonly bound: string;
}

/** Every partition with its bounds, by table and age. */
export async function listPartitions(client: Client): Promise<Partition[]> {
  const { rows } = await client.query<Partition>(
    `SELECT p.relname AS parent, c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bound
     FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
     WHERE p.relkind = 'p' AND p.relnamespace = 'public'::regnamespace ORDER BY p.relname, c.relname`,
  );
  return rows;
}

/**
 * Detaches the partition of a month, without stopping a till; the table stays in schema part under its name until it is dropped.
 * One that was interrupted is finished first.
 * @throws Error with a sentence when the table or month may not be retired
 */
export async function retirePartition(client: Client, table: string, month: string): Promise<string> {
  if (!isRetirable(table)) throw new Error(`Only ${RETIRABLE.join(', ')} may be retired: the rest is history.`);
  if (!/^\d{4}-\d{2}$/.test(month)) throw new Error(`Say which month, such as 2026-11, not "${month}".`);
  const { rows } = await client.query<{ past: boolean }>(
    `SELECT $1 < to_char(now() AT TIME ZONE 'Asia/Shanghai' - make_interval(months => $2), 'YYYY-MM') AS past`,
    [month, KEPT_MONTHS],
  );
  if (rows[0]?.past !== true) throw new Error(`${month} is too young: it may still decide something.`);
  const name = `${table}_${month.replace('-', '_')}`;
  if ((await finishDetaching(client, table)).includes(name)) return name;
  const known = await listPartitions(client);
  if (!known.some((partition) => partition.parent === table && partition.name === name))
    throw new Error(`There is no partition ${name}.`);
  if (table === 'outbox') await requireHandled(client, name, month);
  // Without the notes of who heard them, facts that are still there would count as unheard.
  if (table === 'inbox' && known.some((partition) => partition.name === name.replace('inbox', 'outbox')))
    throw new Error(`Retire outbox of ${month} first: inbox says which of its facts were handled.`);
  // Outside a transaction, and so that only who touches this very partition waits.
  await client.query(
    `ALTER TABLE public.${client.escapeIdentifier(table)} DETACH PARTITION part.${client.escapeIdentifier(name)} CONCURRENTLY`,
  );
  return name;
}

/** A detachment that was cut off left its partition half way: neither read nor free, and in the way of every other. */
async function finishDetaching(client: Client, table: Retirable): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = $1::regclass AND i.inhdetachpending`,
    [`public.${table}`],
  );
  for (const { name } of rows)
    await client.query(`ALTER TABLE public.${table} DETACH PARTITION part.${client.escapeIdentifier(name)} FINALIZE`);
  return rows.map(({ name }) => name);
}

/** Sent is not handled: every listener has noted a fact in its inbox, or somebody has given it up. */
async function requireHandled(client: Client, name: string, month: string): Promise<void> {
  const listeners = eventRoutes.flatMap(({ event, to }) => to.map((consumer) => ({ event: event.name, consumer })));
  const { rows } = await client.query<{ n: string }>(
    `SELECT count(*) AS n FROM part.${client.escapeIdentifier(name)} o
     WHERE o.status <> 'SENT' OR EXISTS (
       SELECT 1 FROM jsonb_to_recordset($1::jsonb) AS r (event text, consumer text) WHERE r.event = o.event
         AND NOT EXISTS (SELECT 1 FROM inbox i WHERE i.consumer = r.consumer AND i.event_id = o.id)
         AND NOT EXISTS (SELECT 1 FROM dead_letter d WHERE d.consumer = r.consumer AND d.event_id = o.id AND d.state = 'DISCARDED'))`,
    [JSON.stringify(listeners)],
  );
  const open = Number(rows[0]?.n ?? 0);
  if (open > 0) throw new Error(`${open} facts of ${month} are not handled yet: replay or discard them first.`);
}

const isRetirable = (table: string): table is Retirable => RETIRABLE.some((known) => known === table);
