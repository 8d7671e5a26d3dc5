import { Client } from 'pg';

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
  const known = await listPartitions(client);
  if (!known.some((partition) => partition.parent === table && partition.name === name))
    throw new Error(`There is no partition ${name}.`);
  if (table !== 'code_use') await requireHandled(client, month);
  // Outside a transaction, and so that only who touches this very partition waits.
  await client.query(
    `ALTER TABLE public.${client.escapeIdentifier(table)} DETACH PARTITION part.${client.escapeIdentifier(name)} CONCURRENTLY`,
  );
  return name;
}

/** What nobody has heard yet is not past. */
async function requireHandled(client: Client, month: string): Promise<void> {
  const name = client.escapeIdentifier(`outbox_${month.replace('-', '_')}`);
  const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass($1) IS NOT NULL AS there`, [
    `part.outbox_${month.replace('-', '_')}`,
  ]);
  if (rows[0]?.there !== true) return;
  const unsent = await client.query<{ n: string }>(`SELECT count(*) AS n FROM part.${name} WHERE status <> 'SENT'`);
  const dead = await client.query<{ n: string }>(
    `SELECT count(*) AS n FROM part.${name} o JOIN dead_letter d ON d.event_id = o.id WHERE d.state = 'DEAD'`,
  );
  const open = Number(unsent.rows[0]?.n ?? 0) + Number(dead.rows[0]?.n ?? 0);
  if (open > 0) throw new Error(`${open} facts of ${month} are not handled yet: replay or discard them first.`);
}

const isRetirable = (table: string): table is Retirable => RETIRABLE.some((known) => known === table);
