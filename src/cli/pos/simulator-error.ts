/** Why the simulator stops: one sentence for the person at the keyboard, and the exit code for scripts. */
export class SimulatorError extends Error {
  constructor(
    message: string,
    /** 1: the platform or the network said no · 2: the command was wrong. */
    readonly exitCode: 1 | 2,
  ) {
    super(message);
  }
}

export const failed = (message: string) => new SimulatorError(message, 1);
export const misused = (message: string) => new SimulatorError(message, 2);
