import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { WorkerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { MembersService } from '../../members/index.js';
import { cardErrors } from '../cards.errors.js';
import { takeProofTry } from './devices.repository.js';

export const PROOF_TRIES_MAX = 5;
export const PROOF_WINDOW_MS = 3_600_000;

/** The second proof of a worker: the last six characters of the ID number, five tries an hour whatever it is asked for. */
@Injectable()
export class ProofService {
  constructor(
    private readonly database: Database,
    private readonly members: MembersService,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal PROOF_WRONG, PROOF_TOO_OFTEN */
  async prove(caller: WorkerCaller, cardId: string, proof: string): Promise<void> {
    const now = this.clock.now();
    const openAgainAt = await this.database.transaction((tx) =>
      takeProofTry(tx, cardId, PROOF_TRIES_MAX, PROOF_WINDOW_MS, now),
    );
    if (openAgainAt !== null) {
      const retryAfterSeconds = Math.max(1, Math.ceil((openAgainAt.getTime() - now.getTime()) / 1000));
      throw new Refusal(cardErrors.PROOF_TOO_OFTEN, { retryAfterSeconds });
    }
    if (await this.members.isLastSix(this.database.db, caller.memberId, proof)) return;
    throw new Refusal(cardErrors.PROOF_WRONG, { field: 'proof' });
  }
}
