import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Clock, SystemClock } from '../../shared/clock.js';
import { CONFIG, type Config } from './config.js';

/** Gives every module the parsed settings and the clock. */
@Global()
@Module({})
export class ConfigModule {
  static with(config: Config, clock: Clock = new SystemClock()): DynamicModule {
    return {
      module: ConfigModule,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Clock, useValue: clock },
      ],
      exports: [CONFIG, Clock],
    };
  }
}
