import { DataSource } from 'typeorm';
import { entities } from './entities.js';
import type { Config } from './platform/config/config.js';
import { dataSourceOptions } from './platform/database/database.module.js';

/** A data source outside Nest, for operator commands and the drift test. */
export function createDataSource(config: Config): DataSource {
  return new DataSource(dataSourceOptions(config, entities));
}
