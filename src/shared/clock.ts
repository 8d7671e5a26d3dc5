/** The only source of "now" outside the database. Tests and rehearsals put a clock of their own in its place. */
export abstract class Clock {
  abstract now(): Date;

  /** Unix seconds, as codes and signatures count. */
  unixSeconds(): number {
    return Math.floor(this.now().getTime() / 1000);
  }
}

/** The machine's clock. */
export class SystemClock extends Clock {
  override now(): Date {
    return new Date();
  }
}

/** A clock somebody else turns: for rehearsals, demo history and tests. */
export class ManualClock extends Clock {
  private epochMs: number;

  constructor(start: Date | string) {
    super();
    this.epochMs = new Date(start).getTime();
  }

  override now(): Date {
    return new Date(this.epochMs);
  }

  /** Moves to an instant; time may go back only before anything happened, the caller sees to that. */
  set(instant: Date | string): void {
    this.epochMs = new Date(instant).getTime();
  }

  advance(ms: number): void {
    this.epochMs += ms;
  }
}
