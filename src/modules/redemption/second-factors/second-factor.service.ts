import { Injectable } from '@nestjs/common';
import { refusals } from '../../../platform/http/metrics.js';
import { problemOf } from '../../../platform/http/problem.filter.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { Clock } from '../../../shared/clock.js';
import { cardNoOf } from '../../../shared/code/presented-code.js';
import { type ErrorEntry, Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { toWireTime } from '../../../shared/time.js';
import { CardKeys, CardsService, decidePlastic, PinsService, type PinVerdict } from '../../cards/index.js';
import { KeysRepository } from '../keys.repository.js';
import { redemptionErrors } from '../redemption.errors.js';
import type { Attempt, Outcome } from '../redemption.service.js';
import type { PresentedCode } from '../till-facts.service.js';
import { ConfirmationRepository } from './confirmation.repository.js';
import type { ConfirmationPending } from './second-factor.schemas.js';

/** How long a phone may take to confirm, and its till to come back for it. */
export const CONFIRM_WITHIN_MS = 120_000;
const ASK_AGAIN_SECONDS = 2;

/** What a request says about its holder being here. */
export interface Proofs {
  readonly amountFen: number;
  readonly pin?: string | undefined;
  readonly confirm?: 'PHONE' | undefined;
}

/** Either the answer there is already, or what is known of the holder now. */
export type Judged = { readonly outcome: Outcome } | { readonly proven: boolean };

const UNPROVEN: Judged = { proven: false };
const PROVEN: Judged = { proven: true };

/**
 * Whether the holder of a plastic card is here. Judged before the batch, in a transaction of its own, so that no other till waits for
 * it; a phone's code never comes this way. A wrong PIN is counted in the transaction that stores its answer, so a repetition costs no try.
 */
@Injectable()
export class SecondFactorService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly keys: KeysRepository,
    private readonly cardKeys: CardKeys,
    private readonly cards: CardsService,
    private readonly pins: PinsService,
    private readonly confirmations: ConfirmationRepository,
  ) {}

  /** @throws Refusal KEY_REUSED */
  async judge(attempt: Attempt, presented: PresentedCode, proofs: Proofs): Promise<Judged> {
    const { pin, confirm } = proofs;
    if (presented.code.kind !== 'S' || (pin === undefined && confirm === undefined)) return UNPROVEN;
    return pin === undefined ? this.byPhone(attempt, presented, proofs) : this.byPin(attempt, presented, pin);
  }

  /** Judges the PIN of a quote, which has no key: a repetition takes another try. @throws Refusal PIN_WRONG, PIN_LOCKED, PIN_NOT_SET */
  async judgeQuote(presented: PresentedCode, pin: string | undefined): Promise<boolean> {
    if (presented.code.kind !== 'S' || pin === undefined) return false;
    const cardNo = cardNoOf(presented.code);
    if (!(await this.doesCount(presented))) return false;
    const verdict = await this.database.transaction((tx) => this.pins.judge(tx, cardNo, pin));
    if (verdict.kind === 'RIGHT') return true;
    const { entry, extra } = refusalOf(verdict);
    throw new Refusal(entry, { field: 'pin', extra });
  }

  private async byPin(attempt: Attempt, presented: PresentedCode, pin: string): Promise<Judged> {
    if (!(await this.doesCount(presented))) return UNPROVEN;
    const { terminal, key, bodyHash } = attempt;
    return this.database.transaction(async (tx): Promise<Judged> => {
      const known = await this.keys.claim(tx, terminal.terminalId, key, bodyHash, this.clock.now());
      if (known) return { outcome: { stored: known.outcome, replayed: true } };
      const verdict = await this.pins.judge(tx, cardNoOf(presented.code), pin);
      // The batch claims the key with what it gives.
      if (verdict.kind === 'RIGHT') {
        await this.keys.release(tx, terminal.terminalId, key);
        return PROVEN;
      }
      const { entry, extra } = refusalOf(verdict);
      return this.refuse(tx, attempt, entry, extra);
    });
  }

  private async byPhone(attempt: Attempt, presented: PresentedCode, { amountFen }: Proofs): Promise<Judged> {
    const { terminal, key, bodyHash } = attempt;
    const { db } = this.database;
    const known = await this.keys.find(db, terminal.terminalId, key, bodyHash);
    if (known) return { outcome: { stored: known.outcome, replayed: true } };
    const card = await this.cards.getForRedemption(db, cardNoOf(presented.code));
    // Whatever is wrong with the card is for the decision to tell.
    if (card?.state !== 'ACTIVE' || !(await this.doesCount(presented))) return UNPROVEN;
    if (card.deviceSlot === null) return this.refuseAlone(attempt, redemptionErrors.PHONE_NOT_BOUND);
    const now = this.clock.now();
    const { row, fresh } = await this.database.transaction((tx) =>
      this.confirmations.ask(tx, {
        id: newId(),
        terminalId: terminal.terminalId,
        key,
        bodyHash,
        storeId: terminal.storeId,
        cardId: card.cardId,
        memberId: card.memberId,
        amountFen,
        askedAt: now,
        expiresAt: new Date(now.getTime() + CONFIRM_WITHIN_MS),
      }),
    );
    if (!row.bodyHash.equals(bodyHash)) throw new Refusal(redemptionErrors.KEY_REUSED);
    if (row.state === 'DENIED') return this.refuseAlone(attempt, redemptionErrors.CONFIRMATION_DENIED);
    if (now >= row.expiresAt) return this.refuseAlone(attempt, redemptionErrors.CONFIRMATION_EXPIRED);
    if (row.state === 'CONFIRMED') return PROVEN;
    const body = pending(row.id, row.expiresAt);
    // Waiting takes nothing of the till's rate but the first time.
    return { outcome: { stored: { kind: 'ANSWER', status: 202, body }, replayed: false, free: !fresh } };
  }

  /** Nobody guesses a PIN, or asks a phone, with a card that would be refused anyway. */
  private async doesCount({ code }: PresentedCode): Promise<boolean> {
    if (code.kind !== 'S') return false;
    const { db } = this.database;
    const [card]: { plasticIssueNo: number | null; version: number }[] = await db.query(
      `SELECT c.plastic_issue_no AS "plasticIssueNo", p.keys_version AS version FROM card c CROSS JOIN pass_policy p WHERE c.card_no = $1`,
      [code.card.cardNo],
    );
    if (!card) return false;
    await this.cardKeys.atLeast(card.version);
    const { plasticIssueNo } = card;
    return (
      decidePlastic({ now: this.clock.now(), code, key: this.cardKeys.lookup(code.card.kid), plasticIssueNo }) === null
    );
  }

  private refuseAlone(attempt: Attempt, entry: ErrorEntry): Promise<Judged> {
    const { terminal, key, bodyHash } = attempt;
    return this.database.transaction(async (tx): Promise<Judged> => {
      const known = await this.keys.claim(tx, terminal.terminalId, key, bodyHash, this.clock.now());
      return known ? { outcome: { stored: known.outcome, replayed: true } } : this.refuse(tx, attempt, entry, {});
    });
  }

  /** A refusal is an answer like another: stored under its key, which is claimed. */
  private async refuse(
    tx: Tx,
    { terminal, key }: Attempt,
    entry: ErrorEntry,
    extra: Readonly<Record<string, unknown>>,
  ): Promise<Judged> {
    const { status, body } = problemOf(entry, { extra });
    const stored = { kind: 'ANSWER', status, body } as const;
    await this.keys.settle(tx, terminal.terminalId, key, stored, null);
    refusals.inc({ call: 'prove', reason: entry.code });
    return { outcome: { stored, replayed: false } };
  }
}

function refusalOf(verdict: Exclude<PinVerdict, { kind: 'RIGHT' }>): {
  entry: ErrorEntry;
  extra: Readonly<Record<string, unknown>>;
} {
  switch (verdict.kind) {
    case 'WRONG':
      return { entry: redemptionErrors.PIN_WRONG, extra: { triesLeft: verdict.triesLeft } };
    case 'LOCKED':
      return { entry: redemptionErrors.PIN_LOCKED, extra: {} };
    case 'NOT_SET':
      return { entry: redemptionErrors.PIN_NOT_SET, extra: {} };
  }
}

const pending = (confirmationId: string, expiresAt: Date): ConfirmationPending => ({
  code: 'CONFIRMATION_PENDING',
  confirmationId,
  expiresAt: toWireTime(expiresAt),
  retryAfterSeconds: ASK_AGAIN_SECONDS,
  cashierMessage: '请顾客在手机上点“同意”',
});
