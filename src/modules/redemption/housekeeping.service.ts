import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Clock } from '../../shared/clock.js';
import { DAY_MS } from '../../shared/time.js';
import { CodesRepository } from './codes.repository.js';
import { ConfirmationRepository } from './second-factors/confirmation.repository.js';
import { QuotesRepository } from './quotes/quotes.repository.js';

/** Clears what no decision can need any more. */
@Injectable()
export class HousekeepingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly codes: CodesRepository,
    private readonly quotes: QuotesRepository,
    private readonly confirmations: ConfirmationRepository,
  ) {}

  /** A binding past its end decides nothing, and a member reads of a quote for a day; uses of codes stay for ever. */
  async forgetBindings(): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      await this.codes.clean(tx, now);
      await this.quotes.clean(tx, new Date(now.getTime() - DAY_MS));
      await this.confirmations.clean(tx, new Date(now.getTime() - DAY_MS));
    });
  }
}
