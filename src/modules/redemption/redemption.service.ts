import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { TerminalCaller } from '../../shared/caller.js';
import { newId } from '../../shared/ids.js';
import { CodeTexts } from '../cards/index.js';
import { TillBatcher } from './engine/till-batcher.js';
import { KeysRepository } from './keys.repository.js';
import type { RedemptionRequest } from './redemption.schemas.js';
import type { StoredOutcome } from './stored-outcome.js';
import { SecondFactorService } from './second-factors/second-factor.service.js';
import { type PresentedCode, TillFactsService } from './till-facts.service.js';

/** One attempt of a till to do one thing. */
export interface Attempt {
  readonly terminal: TerminalCaller;
  readonly key: string;
  /** SHA-256 of method, path and raw body: what "the same request" means. */
  readonly bodyHash: Buffer;
}

export interface Outcome {
  readonly stored: StoredOutcome;
  readonly replayed: boolean;
  /** Takes nothing of the till's rate: it asks again for what it waits for. */
  readonly free?: boolean;
}

/** Redeeming and holding at a till: the code is verified here, off the event loop; everything else is decided in a batch. */
@Injectable()
export class RedemptionService {
  constructor(
    private readonly database: Database,
    private readonly keys: KeysRepository,
    private readonly facts: TillFactsService,
    private readonly texts: CodeTexts,
    private readonly factors: SecondFactorService,
    private readonly batcher: TillBatcher,
  ) {}

  /**
   * Gives the best combination for a basket, or the one benefit named, and answers the same for the same key for ever.
   * @throws Refusal CODE_MALFORMED, CODE_FORGED, KEY_UNKNOWN (nothing is stored), KEY_REUSED, UNAVAILABLE when too many wait
   */
  redeem(attempt: Attempt, request: RedemptionRequest): Promise<Outcome> {
    return this.submit(attempt, request);
  }

  /** Holds what a basket gets for so many minutes, for a till that finishes its own payment first. @throws as `redeem` */
  authorize(attempt: Attempt, request: RedemptionRequest, holdMinutes: number): Promise<Outcome> {
    return this.submit(attempt, request, holdMinutes);
  }

  private async submit(attempt: Attempt, request: RedemptionRequest, holdMinutes?: number): Promise<Outcome> {
    const { terminal, key, bodyHash } = attempt;
    let presented: PresentedCode;
    try {
      // A wrong short number is counted, so one that has its answer is not looked at again.
      const known = this.texts.read(request.code)?.kind === 'N' ? await this.findKnown(attempt) : null;
      if (known) return known;
      presented = await this.facts.present(terminal, request.code);
    } catch (error) {
      // A known key gets its answer even when the key its code was signed with is gone by now.
      const known = await this.findKnown(attempt);
      if (known) return known;
      throw error;
    }
    const judged = await this.factors.judge(attempt, presented, request);
    if ('outcome' in judged) return judged.outcome;
    return this.batcher.submit({
      id: newId(),
      eventId: newId(),
      terminal,
      key,
      bodyHash,
      request,
      presented: { ...presented, proven: judged.proven },
      ...(holdMinutes === undefined ? {} : { holdMinutes }),
    });
  }

  private async findKnown({ terminal, key, bodyHash }: Attempt): Promise<Outcome | null> {
    const known = await this.keys.find(this.database.db, terminal.terminalId, key, bodyHash);
    return known && { stored: known.outcome, replayed: true };
  }
}
