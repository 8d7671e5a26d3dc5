import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DataSourceOptions } from 'typeorm';
import { CONFIG, type Config } from '../config/config.js';
import { Database } from './database.js';
import { EvidenceDatabase } from './evidence-database.js';
import { PartitionsService } from './partitions.service.js';
import { PreparedPool } from './prepared-pool.js';

const STATEMENT_TIMEOUT_MS = 30_000;

/** How the product speaks to PostgreSQL: as role `app`, in Shanghai time, never changing the schema by itself. */
export function dataSourceOptions(config: Config, entities: readonly (new () => object)[]): DataSourceOptions {
  return {
    type: 'postgres',
    url: config.DATABASE_URL,
    entities: [...entities],
    synchronize: false,
    migrationsRun: false,
    parseInt8: true,
    poolSize: config.DATABASE_POOL_MAX,
    applicationName: 'worker-card',
    extra: {
      options: '-c role=app -c timezone=Asia/Shanghai',
      connectionTimeoutMillis: 5_000,
      // A process that froze inside a transaction must not keep its locks: another runs the same job, after its lock has ended.
      idle_in_transaction_session_timeout: 15_000,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      // A server that stands still ends no statement; without an end of our own its connections would be lent for ever.
      query_timeout: STATEMENT_TIMEOUT_MS + 5_000,
    },
    logging: false,
  };
}

@Global()
@Module({})
export class DatabaseModule {
  static with(entities: readonly (new () => object)[]): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRootAsync({
          inject: [CONFIG],
          useFactory: (config: Config) => ({ ...dataSourceOptions(config, entities), retryAttempts: 0 }),
        }),
      ],
      providers: [Database, EvidenceDatabase, PartitionsService, PreparedPool],
      exports: [Database, EvidenceDatabase, PartitionsService, PreparedPool],
    };
  }
}
