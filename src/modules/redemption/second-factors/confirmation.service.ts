import { Injectable } from '@nestjs/common';
import { verifyEd25519 } from '../../../platform/crypto/ed25519.js';
import { Database } from '../../../platform/database/database.js';
import type { WorkerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { fromBase64Url } from '../../../shared/code/base64url.js';
import { confirmationBytes } from '../../../shared/code/confirmation.js';
import { Refusal } from '../../../shared/errors.js';
import { toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { redemptionErrors } from '../redemption.errors.js';
import { ConfirmationRepository } from './confirmation.repository.js';
import type { ConfirmationAnswered, ConfirmationAnswerRequest, Confirmations } from './second-factor.schemas.js';

/** What tills wait for, on the page of the card's holder. */
@Injectable()
export class ConfirmationService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly confirmations: ConfirmationRepository,
    private readonly audit: AuditService,
  ) {}

  async list({ memberId }: WorkerCaller): Promise<Confirmations> {
    const now = this.clock.now();
    const rows = await this.confirmations.listWaiting(this.database.db, memberId, now);
    return {
      items: rows.map(({ id, storeName, amountFen, terminalId, askedAt, expiresAt }) => ({
        id,
        storeName,
        amountFen,
        terminalId,
        askedAt: toWireTime(askedAt),
        expiresAt: toWireTime(expiresAt),
      })),
      serverTime: toWireTime(now),
    };
  }

  /**
   * Yes from the bound phone, or no from whoever is signed in; the first answer stands.
   * @throws Refusal CONFIRMATION_UNKNOWN, CONFIRMATION_NOT_SIGNED
   */
  async answer(caller: WorkerCaller, id: string, request: ConfirmationAnswerRequest): Promise<ConfirmationAnswered> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const asked = await this.confirmations.lock(tx, caller.memberId, id);
      if (asked === null || now >= asked.expiresAt) throw new Refusal(redemptionErrors.CONFIRMATION_UNKNOWN);
      if (asked.state !== 'WAITING') return { state: asked.state };
      if (request.answer === 'CONFIRM') {
        const signature = fromBase64Url(request.signature);
        const key = asked.devicePublicKey;
        const fits =
          signature !== null && key !== null && (await verifyEd25519(key, confirmationBytes(asked), signature));
        if (!fits) throw new Refusal(redemptionErrors.CONFIRMATION_NOT_SIGNED, { field: 'signature' });
      }
      const state = request.answer === 'CONFIRM' ? 'CONFIRMED' : 'DENIED';
      await this.confirmations.answer(tx, id, state, now);
      await this.audit.record(
        tx,
        caller,
        `card.use-${state.toLowerCase()}`,
        { kind: 'card', id: asked.cardId },
        { id },
      );
      return { state };
    });
  }
}
