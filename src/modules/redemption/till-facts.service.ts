import { Injectable } from '@nestjs/common';
import { Keyring } from '../../platform/crypto/keyring.js';
import type { Db } from '../../platform/database/database.js';
import type { TerminalCaller } from '../../shared/caller.js';
import { decodeCode, type PhoneCode } from '../../shared/code/phone-code.js';
import { type ErrorEntry, Refusal } from '../../shared/errors.js';
import { toWireTime } from '../../shared/time.js';
import { BasketService, type DecisionState, type StoreFacts } from '../benefits/index.js';
import { CardsService, CodeVerifier, decideShowing } from '../cards/index.js';
import { type MemberAttributes, MembersService } from '../members/index.js';
import { CodesRepository, type Showing } from './codes.repository.js';
import { redemptionErrors } from './redemption.errors.js';

/** A genuine code: its two signatures fit. Whether it counts now is decided with the card's facts. */
export interface PresentedCode {
  readonly code: PhoneCode;
  readonly showing: Showing;
}

/** Everything a decision at a till looks at, loaded at one instant. */
export interface TillFacts {
  readonly cardId: string;
  readonly member: MemberAttributes;
  readonly state: DecisionState;
  /** Why the code does not count now, or null. */
  readonly codeRefusal: { readonly entry: ErrorEntry; readonly serverTime: string } | null;
}

/** From the text a scanner read to the facts of a decision. */
@Injectable()
export class TillFactsService {
  private readonly verifier: CodeVerifier;

  constructor(
    private readonly keyring: Keyring,
    private readonly cards: CardsService,
    private readonly members: MembersService,
    private readonly baskets: BasketService,
    private readonly codes: CodesRepository,
  ) {
    this.verifier = new CodeVerifier((kid) => this.keyring.passKeys.get(kid));
  }

  /**
   * Reads and verifies a code by CPU alone; the signatures are checked off the event loop.
   * @throws Refusal CODE_MALFORMED, CODE_FORGED, KEY_UNKNOWN; none of them is ever stored
   */
  async present(text: string): Promise<PresentedCode> {
    const decoded = decodeCode(text);
    if (!decoded.readable) throw new Refusal(redemptionErrors.CODE_MALFORMED, { field: 'code' });
    const { code } = decoded;
    const verdict = await this.verifier.verify(code);
    if (!verdict.genuine) throw new Refusal(redemptionErrors[verdict.reason], { field: 'code' });
    const showing = { cardNo: code.pass.cardNo, slot: code.pass.deviceSlot, step: code.tap.step, ctr: code.tap.ctr };
    return { code, showing };
  }

  /** Loads what a decision needs; under lock the caller says how benefits are loaded and whether it has spent the code itself. */
  async load(
    db: Db,
    terminal: TerminalCaller,
    presented: PresentedCode,
    now: Date,
    under: UnderLock | null = null,
  ): Promise<TillFacts> {
    const { showing, code } = presented;
    const card = await this.cards.getForRedemption(db, showing.cardNo);
    const member = card === null ? undefined : (await this.members.getAttributes(db, [card.memberId]))[0];
    if (card === null || member === undefined) throw new Refusal(redemptionErrors.CODE_FORGED, { field: 'code' });
    const shown = await this.codes.find(db, showing, terminal.terminalId, now);
    const store: StoreFacts = {
      id: terminal.storeId,
      merchantId: terminal.merchantId,
      merchantCategory: terminal.merchantCategory,
    };
    const subject = { memberId: card.memberId, storeId: store.id, merchantId: store.merchantId };
    const facts = await (under ? under.benefits(subject, store) : this.baskets.load(db, subject, store, now));
    const decision = decideShowing({
      now,
      code,
      key: this.keyring.passKeys.get(code.pass.kid),
      policyEpoch: card.policyEpoch,
      activeSlot: card.deviceSlot,
      heldUntil: shown.heldUntil,
    });
    const entry =
      shown.used && under?.ownUse !== true
        ? redemptionErrors.CODE_USED
        : shown.heldElsewhere
          ? redemptionErrors.CODE_IN_USE
          : decision.accepted
            ? null
            : redemptionErrors[decision.reason];
    return {
      cardId: card.cardId,
      member,
      codeRefusal: entry === null ? null : { entry, serverTime: toWireTime(now) },
      state: {
        card: { state: card.state },
        codeKind: 'D',
        secondFactor: true,
        memberId: card.memberId,
        person: personOf(member, card.issuedAt),
        store,
        ...facts,
      },
    };
  }
}

/** How a caller that holds the locks loads. */
export interface UnderLock {
  readonly benefits: (
    subject: Parameters<BasketService['load']>[1],
    store: StoreFacts,
  ) => ReturnType<BasketService['load']>;
  /** The caller has spent this showing in its own transaction, so finding it spent is no refusal. */
  readonly ownUse: boolean;
}

function personOf(member: MemberAttributes, cardIssuedAt: Date | null): DecisionState['person'] {
  return {
    categories: member.categories,
    orgPath: member.orgIds,
    park: member.parkCode,
    tier: member.tier,
    enterprise: member.enterpriseCreditCode,
    industry: member.industry,
    gender: member.gender,
    birthOn: member.birthOn,
    joinedOn: member.joinedOn,
    cardIssuedAtMs: cardIssuedAt?.getTime() ?? null,
    lists: [],
  };
}
