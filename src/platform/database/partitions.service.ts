import { Inject, Injectable } from '@nestjs/common';
import { Client } from 'pg';
import { CONFIG, type Config } from '../config/config.js';
import { logger } from '../logging/logger.js';
import { Database } from './database.js';

const MONTHS_AHEAD = 3;
/** As many as can be made at once. */
const MONTHS_SEEN_MAX = 24;
const CONNECT_TIMEOUT_MS = 5_000;

/** Makes the partitions of the coming months while tills are open: each is made beside its parent, then attached. */
@Injectable()
export class PartitionsService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
  ) {}

  /** As role maintenance, which may do this and nothing else. Answers how many were made. */
  async makeAhead(): Promise<number> {
    const { DATABASE_MAINTENANCE_URL: url } = this.config;
    let made = 0;
    if (url === undefined)
      logger.warn('DATABASE_MAINTENANCE_URL is not set: nobody makes the partitions of coming months');
    else made = await asMaintenance(url);
    return made;
  }

  /** For how many months after this one, without a gap, every partitioned table is ready. */
  async monthsAhead(): Promise<number> {
    const [row]: { ahead: number }[] = await this.database.db.query(
      `SELECT coalesce(min(m) - 1, $1)::int AS ahead FROM pg_class p CROSS JOIN generate_series(1, $1::int) AS m
       WHERE p.relnamespace = 'public'::regnamespace AND p.relkind = 'p' AND pg_get_partkeydef(p.oid) LIKE 'RANGE%'
         AND NOT EXISTS (SELECT 1 FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = p.oid
           AND c.relname = p.relname || to_char(date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai') + make_interval(months => m), '_YYYY_MM'))`,
      [MONTHS_SEEN_MAX],
    );
    return row?.ahead ?? 0;
  }
}

async function asMaintenance(connectionString: string): Promise<number> {
  const client = new Client({
    connectionString,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    // Attaching waits for nobody's long report, and nobody's redemption waits for it: better tried again next time.
    options: '-c lock_timeout=3000 -c timezone=Asia/Shanghai',
  });
  await client.connect();
  try {
    const { rows } = await client.query<{ made: number }>('SELECT partitions_ahead($1) AS made', [MONTHS_AHEAD]);
    return rows[0]?.made ?? 0;
  } finally {
    await client.end();
  }
}
