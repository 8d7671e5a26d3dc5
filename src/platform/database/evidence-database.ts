import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Pool, type PoolClient } from 'pg';
import { CONFIG, type Config } from '../config/config.js';
import { logger } from '../logging/logger.js';

const CONNECTIONS_MAX = 3;
const STATEMENT_TIMEOUT_MS = 20_000;
const CONNECT_TIMEOUT_MS = 5_000;

declare const inEvidence: unique symbol;

/** A connection of role `evidence` inside a transaction; only `EvidenceDatabase.transaction` makes one. */
export type EvidenceTx = Pick<PoolClient, 'query'> & { readonly [inEvidence]: true };

/**
 * The door to schema `evidence`: a sign-in of its own, because role `app` has no right on it. A transaction here and one of `Database` are
 * two; whoever writes in both writes here first and makes the second step one that may be repeated.
 */
@Injectable()
export class EvidenceDatabase implements OnApplicationShutdown {
  private readonly pool: Pool | null;

  constructor(@Inject(CONFIG) { DATABASE_EVIDENCE_URL: connectionString }: Config) {
    if (connectionString === undefined) {
      this.pool = null;
      return;
    }
    this.pool = new Pool({
      connectionString,
      options: '-c timezone=Asia/Shanghai',
      max: CONNECTIONS_MAX,
      application_name: 'worker-card-evidence',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: 15_000,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS + 5_000,
    });
    // A connection that breaks while it is lent tells its user by the failed query; unheard, its own cry would end the process.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
    this.pool.on('error', (error) => logger.warn({ error: error.message }, 'evidence connection'));
  }

  /** Whether this installation keeps evidence at all. */
  get isConfigured(): boolean {
    return this.pool !== null;
  }

  /** Runs work in one READ COMMITTED transaction. */
  async transaction<T>(work: (tx: EvidenceTx) => Promise<T>): Promise<T> {
    if (this.pool === null) throw new Error('DATABASE_EVIDENCE_URL is not set');
    const connection = await this.pool.connect();
    try {
      await connection.query('BEGIN');
      const result = await work(connection as PoolClient & EvidenceTx);
      await connection.query('COMMIT');
      connection.release();
      return result;
    } catch (error) {
      // The connection may be gone; then the server rolls back by itself.
      const undone = await connection.query('ROLLBACK').then(
        () => true,
        () => false,
      );
      connection.release(!undone);
      throw error;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.end();
  }
}
