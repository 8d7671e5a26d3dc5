import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Pool, type PoolClient } from 'pg';
import { CONFIG, type Config } from '../config/config.js';
import { logger } from '../logging/logger.js';

/** A statement parsed and planned once per connection. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

const CONNECTIONS_MAX = 4;
const QUERY_TIMEOUT_MS = 8_000;
const CONNECT_TIMEOUT_MS = 3_000;

/** Leaves the planner no way but the index, and one plan for all values. */
export const INDEX_ONLY =
  '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c enable_bitmapscan=off -c enable_material=off -c jit=off';

/**
 * A few connections for the money path alone, so that no report can take them. Plans are made once and by index whatever the
 * statistics say: a table that is small today must not leave a plan that scans it when it has grown.
 */
@Injectable()
export class PreparedPool implements OnApplicationShutdown {
  private readonly pool: Pool;

  constructor(@Inject(CONFIG) config: Config) {
    this.pool = new Pool({
      connectionString: config.DATABASE_URL,
      options: `-c role=app -c timezone=Asia/Shanghai -c statement_timeout=7000 ${INDEX_ONLY}`,
      max: CONNECTIONS_MAX,
      application_name: 'worker-card-money',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
    });
    // A connection that breaks while it is lent tells its user by the failed query; unheard, its own cry would end the process.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
    this.pool.on('error', (error) => logger.warn({ error: error.message }, 'money path connection'));
  }

  /** Runs one statement, which is a transaction of its own. */
  async run<Row extends object>({ name, text }: Prepared, values: readonly unknown[]): Promise<Row[]> {
    return this.with(async (connection) => (await connection.query<Row>({ name, text, values: [...values] })).rows);
  }

  /** Runs work in one READ COMMITTED transaction on one connection. */
  async transaction<T>(work: (connection: PoolClient) => Promise<T>): Promise<T> {
    return this.with(async (connection) => {
      await connection.query('BEGIN');
      try {
        const result = await work(connection);
        await connection.query('COMMIT');
        return result;
      } catch (error) {
        // The connection may be gone; then the server rolls back by itself.
        await connection.query('ROLLBACK').catch(() => undefined);
        throw error;
      }
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }

  private async with<T>(work: (connection: PoolClient) => Promise<T>): Promise<T> {
    const connection = await this.pool.connect();
    try {
      const result = await work(connection);
      connection.release();
      return result;
    } catch (error) {
      // After an error of ours (a guard) the connection is fine; after any other its state is unknown.
      connection.release(!hasSqlState(error));
      throw error;
    }
  }
}

function hasSqlState(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^(08|57)/.test(code);
}
