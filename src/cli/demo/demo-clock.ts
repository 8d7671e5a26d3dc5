import { Clock } from '../../shared/clock.js';

/** A clock that can be turned back for one thing at a time; everything else happens now. */
export class DemoClock extends Clock {
  private moment: Date | null = null;

  override now(): Date {
    return this.moment ?? new Date();
  }

  /** Everything that happens until `work` ends happens at `moment`, also what a batch does on its behalf. */
  async at<T>(moment: Date, work: () => Promise<T>): Promise<T> {
    if (this.moment !== null) throw new Error('the clock of the demo is turned back already');
    this.moment = moment;
    try {
      return await work();
    } finally {
      this.moment = null;
    }
  }
}
