import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import { currentReach, stepDown } from './reach.js';

declare const inTransaction: unique symbol;

/** Reads: any connection will do. */
export type Db = Pick<EntityManager, 'query'>;

/** Writes: an entity manager inside a transaction. Only `Database.transaction` makes one, so a write outside does not compile. */
export type Tx = EntityManager & { readonly [inTransaction]: true };

const RETRYABLE = new Set(['40001', '40P01']);
const ATTEMPTS_MAX = 3;

/**
 * The door to PostgreSQL. In a request of an officer or of a merchant's people every statement runs as role `scoped`, so that the
 * policies of each table limit it to their part even where a query forgot to.
 */
@Injectable()
export class Database {
  /** For reads that need no transaction. */
  readonly db: Db;

  constructor(private readonly source: DataSource) {
    this.db = { query: (text: string, values?: unknown[]) => this.read(text, values) };
  }

  /**
   * Runs work in one READ COMMITTED transaction; on deadlock or serialization failure it is rolled back and run again, three times at most.
   * The work must not call HTTP, queues or files.
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.source.transaction(async (manager) => {
          await limit(manager);
          return work(manager as Tx);
        });
      } catch (error) {
        if (attempt >= ATTEMPTS_MAX || !RETRYABLE.has(sqlStateOf(error))) throw error;
      }
    }
  }

  /** Reads in one REPEATABLE READ snapshot: whatever is written meanwhile, all answers are true of one instant. */
  async snapshot<T>(work: (db: Db) => Promise<T>): Promise<T> {
    return this.source.transaction('REPEATABLE READ', async (manager) => {
      await manager.query('SET TRANSACTION READ ONLY');
      await limit(manager);
      return work(manager);
    });
  }

  /** Runs work in a savepoint of a transaction: if it throws, its writes are gone and the transaction goes on. */
  async savepoint<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
    return tx.transaction((manager) => work(manager as Tx));
  }

  // The limits hold for a transaction, so that a connection never carries them to whoever is lent it next.
  private read<T>(text: string, values?: unknown[]): Promise<T> {
    if (currentReach() === null) return this.source.manager.query(text, values);
    return this.source.transaction(async (manager) => {
      await limit(manager);
      return manager.query(text, values);
    });
  }
}

async function limit(manager: EntityManager): Promise<void> {
  const reach = currentReach();
  if (reach !== null) await stepDown(manager, reach);
}

/** SQLSTATE of a database error, or an empty text. */
export function sqlStateOf(error: unknown): string {
  const driver =
    error instanceof QueryFailedError
      ? (error.driverError as { code?: unknown })
      : (error as { code?: unknown } | null);
  return typeof driver?.code === 'string' ? driver.code : '';
}

/** Name of the constraint a statement ran into, or null: uniqueness and limits belong to the database, services translate them. */
export function violatedConstraint(error: unknown): string | null {
  if (!(error instanceof QueryFailedError)) return null;
  const { constraint } = error.driverError as { constraint?: unknown };
  return typeof constraint === 'string' ? constraint : null;
}
