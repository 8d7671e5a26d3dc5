import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { sqlStateOf } from '../../../platform/database/database.js';
import {
  batchRetries,
  batchSeconds,
  batchSize,
  decisions,
  refusals,
  waitingRoom,
} from '../../../platform/http/metrics.js';
import { Clock } from '../../../shared/clock.js';
import { commonErrors, Refusal } from '../../../shared/errors.js';
import type { Outcome } from '../redemption.service.js';
import type { TillCommand } from './batch-facts.js';
import { GUARD_FAILED } from './batch-commit.repository.js';
import { BatchService } from './batch.service.js';
import type { Verdict } from './decide-batch.js';
import { type Entry, WaitingRoom } from './waiting-room.js';

const BATCH_MAX = 64;
const IN_FLIGHT_MAX = 2;
/** A second batch begins beside the first only when so many wait: what a batch costs whatever its size is then shared by enough. */
const BESIDE_MIN = 16;
/** How long a leaving process waits for the batches in flight. */
const DRAIN_STEP_MS = 10;

interface Waiting extends Entry {
  readonly command: TillCommand;
  readonly enteredMs: number;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Decides requests in batches without a timer: a batch is what arrived while those before it were committing, so an idle system
 * answers a single request at once and a busy one shares round trips and the hot row's lock among many.
 */
@Injectable()
export class TillBatcher implements BeforeApplicationShutdown {
  private readonly room: WaitingRoom<Waiting>;
  private inFlight = 0;
  private closed = false;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly batches: BatchService,
    private readonly clock: Clock,
  ) {
    this.room = new WaitingRoom(config.POS_WAITING_MAX, BATCH_MAX);
  }

  /** Decides one request; answers only after its commit. @throws Refusal UNAVAILABLE when the room is full, KEY_REUSED, CODE_FORGED */
  submit(command: TillCommand): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      if (this.closed) throw new Refusal(commonErrors.UNAVAILABLE);
      const { cardNo } = command.presented.showing;
      const conflicts = [`card ${cardNo}`, `key ${command.terminal.terminalId} ${command.key}`];
      this.room.enter({ command, conflicts, enteredMs: performance.now(), resolve, reject });
      this.pump();
    });
  }

  /** Whoever waits is decided before the process leaves. */
  async beforeApplicationShutdown(): Promise<void> {
    this.closed = true;
    while (this.inFlight > 0 || this.room.size > 0) await new Promise((resolve) => setTimeout(resolve, DRAIN_STEP_MS));
  }

  private pump(): void {
    while (this.inFlight < IN_FLIGHT_MAX && this.room.size >= (this.inFlight === 0 ? 1 : BESIDE_MIN)) {
      const batch = this.room.take();
      if (batch.length === 0) break;
      this.inFlight += 1;
      void this.decide(batch).finally(() => {
        this.inFlight -= 1;
        this.pump();
      });
    }
    waitingRoom.set(this.room.size);
  }

  private async decide(batch: readonly Waiting[]): Promise<void> {
    batchSize.observe(batch.length);
    const nowMs = performance.now();
    for (const { enteredMs } of batch) batchSeconds.observe({ step: 'wait' }, (nowMs - enteredMs) / 1000);
    const next: Waiting[] = [];
    try {
      await this.decideTogether(batch, next);
    } finally {
      this.room.release(batch);
      this.room.putBack(next);
    }
  }

  /** Together; when a guard failed, together once more on what is true now; then, or when the batch broke, one by one under lock. */
  private async decideTogether(batch: readonly Waiting[], next: Waiting[]): Promise<void> {
    for (const isLast of [false, true]) {
      try {
        const verdicts = await this.batches.decide(commandsOf(batch), this.clock.now());
        for (const [at, waiting] of batch.entries()) settle(waiting, verdicts[at], next);
        return;
      } catch (error) {
        const why = sqlStateOf(error) === GUARD_FAILED ? 'guard' : 'error';
        batchRetries.inc({ why });
        if (why === 'error' || isLast) break;
      }
    }
    await this.decideOneByOne(batch, next);
  }

  private async decideOneByOne(batch: readonly Waiting[], next: Waiting[]): Promise<void> {
    let away: unknown;
    for (const waiting of batch) {
      if (away !== undefined) {
        // One after another would wait as long for a database that is not there: all of them are told now.
        waiting.reject(away);
        continue;
      }
      try {
        settle(waiting, await this.batches.decideLocked(waiting.command, this.clock.now()), next);
      } catch (error) {
        if (!(error instanceof Refusal) && !isOfOneRequest(error)) away = error;
        waiting.reject(error);
      }
    }
  }
}

const callOf = ({ holdMinutes }: TillCommand): string => (holdMinutes === undefined ? 'redeem' : 'authorize');

const commandsOf = (batch: readonly Waiting[]): TillCommand[] => batch.map(({ command }) => command);

/** A constraint or value that one request ran into says nothing about the others. */
const isOfOneRequest = (error: unknown): boolean => /^(22|23|UC|P0)/.test(sqlStateOf(error));

function settle({ resolve, reject, ...waiting }: Waiting, verdict: Verdict | undefined, next: Waiting[]): void {
  switch (verdict?.kind) {
    case 'REPLAY':
      resolve({ stored: verdict.known.outcome, replayed: true });
      break;
    case 'THROW':
      reject(new Refusal(verdict.entry, verdict.field === undefined ? {} : { field: verdict.field }));
      break;
    case 'NEXT':
      next.push({ ...waiting, resolve, reject });
      break;
    case 'DECIDED':
      if (verdict.stored.kind === 'ANSWER') decisions.inc({ code: String(verdict.stored.body['code']) });
      if (verdict.reason !== null) refusals.inc({ call: callOf(waiting.command), reason: verdict.reason });
      resolve({ stored: verdict.stored, replayed: false });
      break;
    case undefined:
      reject(new Error('a request of a batch was not decided'));
  }
}
