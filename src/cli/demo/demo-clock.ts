import { AsyncLocalStorage } from 'node:async_hooks';
import { Clock } from '../../shared/clock.js';

/** Lets several things happen side by side, each at an instant of its own in the past; everything else happens now. */
export class DemoClock extends Clock {
  private readonly moments = new AsyncLocalStorage<Date>();

  override now(): Date {
    return this.moments.getStore() ?? new Date();
  }

  /** Everything `work` does happens at `moment`. */
  at<T>(moment: Date, work: () => Promise<T>): Promise<T> {
    return this.moments.run(moment, work);
  }
}
