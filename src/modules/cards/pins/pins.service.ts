import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keyring } from '../../../platform/crypto/keyring.js';
import { Database, type Db, type Tx } from '../../../platform/database/database.js';
import type { OfficerCaller, WorkerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { printCardNo } from '../../../shared/numbers/card-no.js';
import { scopeLike } from '../../../shared/org-path.js';
import { toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { cardErrors } from '../cards.errors.js';
import { insertCardEvents } from '../cards.repository.js';
import { findOpenCard } from '../devices/devices.repository.js';
import { ProofService } from '../devices/proof.service.js';
import type { CardPin, ResetPinRequest, SetPinRequest } from './pin.schemas.js';
import { isWeakPin, PIN_TRIES_MAX, pinStateOf, type PinVerdict } from './pin.rules.js';
import { deletePin, findPin, isCardInScope, lockPinCard, type PinCard, savePin, tryPin } from './pins.repository.js';

const USABLE = new Set(['ISSUED', 'ACTIVE']);

/**
 * The PIN of a plastic card. It is kept as an HMAC under a key of the key folder, not as argon2id: a million PINs are tried in hours
 * whatever one try costs, so only the key keeps a stolen table shut, and a till gets its answer in microseconds under the row's lock,
 * which is what counts the tries exactly.
 */
@Injectable()
export class PinsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly proofs: ProofService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** The worker's own, at activation or later, with the second proof. @throws Refusal CARD_NOT_ISSUED, CARD_NOT_USABLE, PIN_WEAK, PIN_LOCKED, PROOF_WRONG, PROOF_TOO_OFTEN */
  async setOwn(caller: WorkerCaller, { pin, proof }: SetPinRequest): Promise<CardPin> {
    const card = await findOpenCard(this.database.db, caller.memberId);
    if (card === null) throw new Refusal(cardErrors.CARD_NOT_ISSUED);
    await this.proofs.prove(caller, card.cardId, proof);
    await this.database.transaction(async (tx) => {
      const locked = await lockPinCard(tx, card.cardId, ['%']);
      // Who guessed five times may hold the ID number too; the desk looks at the person.
      if (pinStateOf((await findPin(tx, card.cardId))?.tries ?? null) === 'LOCKED')
        throw new Refusal(cardErrors.PIN_LOCKED);
      await this.save(tx, locked, pin);
      await this.audit.record(tx, caller, 'card.pin-set', { kind: 'card', id: card.cardId });
    });
    return this.viewOf(this.database.db, card.cardId);
  }

  async viewOwn(caller: WorkerCaller): Promise<CardPin> {
    const card = await findOpenCard(this.database.db, caller.memberId);
    if (card === null) throw new Refusal(cardErrors.CARD_NOT_ISSUED);
    return this.viewOf(this.database.db, card.cardId);
  }

  /** At the desk: unlocks, and sets the PIN its holder typed there or leaves the card without one; who and why stands in the card's history. @throws Refusal CARD_UNKNOWN, CARD_NOT_USABLE, PIN_WEAK */
  async resetAtDesk(caller: OfficerCaller, cardId: string, { pin, reason }: ResetPinRequest): Promise<CardPin> {
    await this.database.transaction(async (tx) => {
      const card = await lockPinCard(tx, cardId, scopeLike(caller.scope));
      if (card === null) throw new Refusal(cardErrors.CARD_UNKNOWN);
      if (pin === undefined) await deletePin(tx, cardId);
      else await this.save(tx, card, pin);
      const line = { cardId, fromState: card.state, toState: 'PIN_RESET', at: this.clock.now() } as const;
      await insertCardEvents(tx, [line], reason, { kind: 'officer', id: caller.loginId });
      const detail = { newPin: pin !== undefined };
      await this.audit.record(tx, caller, 'card.pin-reset', { kind: 'card', id: cardId }, detail);
    });
    return this.viewOf(this.database.db, cardId);
  }

  /** @throws Refusal CARD_UNKNOWN, also for a card of another subtree */
  async viewAtDesk(caller: OfficerCaller, cardId: string): Promise<CardPin> {
    const { db } = this.database;
    if (!(await isCardInScope(db, cardId, scopeLike(caller.scope)))) throw new Refusal(cardErrors.CARD_UNKNOWN);
    return this.viewOf(db, cardId);
  }

  /** Judges the PIN a till sent for a plastic card and counts a wrong one; the caller's transaction keeps the count and its answer together. */
  judge(tx: Tx, cardNo: number, pin: string): Promise<PinVerdict> {
    return tryPin(tx, cardNo, this.macOf(cardNo, pin));
  }

  private async save(tx: Tx, card: PinCard | null, pin: string): Promise<void> {
    if (card === null || !USABLE.has(card.state)) throw new Refusal(cardErrors.CARD_NOT_USABLE);
    const owner = { birthOn: card.birthOn, cardNo: printCardNo(card.cardNo) };
    if (isWeakPin(pin, owner)) throw new Refusal(cardErrors.PIN_WEAK, { field: 'pin' });
    await savePin(tx, card.cardId, this.macOf(card.cardNo, pin), this.clock.now());
  }

  private macOf(cardNo: number, pin: string): Buffer {
    return createHmac('sha256', this.keyring.pinKey).update(`card-pin/v1\0${cardNo}\0${pin}`).digest();
  }

  private async viewOf(db: Db, cardId: string): Promise<CardPin> {
    const pin = await findPin(db, cardId);
    return {
      state: pinStateOf(pin?.tries ?? null),
      triesLeft: pin === null ? 0 : PIN_TRIES_MAX - pin.tries,
      setAt: pin === null ? null : toWireTime(pin.setAt),
    };
  }
}
