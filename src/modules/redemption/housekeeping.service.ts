import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Clock } from '../../shared/clock.js';
import { CodesRepository } from './codes.repository.js';

/** Clears what no decision can need any more. */
@Injectable()
export class HousekeepingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly codes: CodesRepository,
  ) {}

  /** A binding past its end decides nothing; uses of codes stay for ever. */
  async forgetBindings(): Promise<void> {
    await this.database.transaction((tx) => this.codes.clean(tx, this.clock.now()));
  }
}
