import { Injectable } from '@nestjs/common';
import { Keyring } from '../../platform/crypto/keyring.js';
import type { TerminalCaller } from '../../shared/caller.js';
import { decodeTillCode, type TillCode } from '../../shared/code/presented-code.js';
import { type ErrorEntry, Refusal } from '../../shared/errors.js';
import { toWireTime } from '../../shared/time.js';
import type { DecisionState } from '../benefits/index.js';
import { CodeVerifier, verifyPlastic } from '../cards/index.js';
import type { MemberAttributes } from '../members/index.js';
import type { Showing } from './codes.repository.js';
import { BatchLoadRepository } from './engine/batch-load.repository.js';
import { allLive, codeRefusal, stateOf } from './engine/decide-batch.js';
import { redemptionErrors } from './redemption.errors.js';

/** A genuine code: its signatures fit. Whether it counts now is decided with the card's facts. */
export interface PresentedCode {
  readonly code: TillCode;
  readonly showing: Showing;
}

/** Everything a decision at a till looks at, loaded at one instant. */
export interface TillFacts {
  readonly cardId: string;
  readonly member: MemberAttributes;
  readonly state: DecisionState;
  readonly storeName: string;
  /** Why the code does not count now, or null. */
  readonly codeRefusal: { readonly entry: ErrorEntry; readonly serverTime: string } | null;
}

/** From the text a scanner read to the facts of a decision. */
@Injectable()
export class TillFactsService {
  private readonly verifier: CodeVerifier;

  constructor(
    private readonly keyring: Keyring,
    private readonly loads: BatchLoadRepository,
  ) {
    this.verifier = new CodeVerifier((kid) => this.keyring.passKeys.get(kid));
  }

  /**
   * Reads and verifies a code by CPU alone; the signatures are checked off the event loop.
   * @throws Refusal CODE_MALFORMED, CODE_FORGED, KEY_UNKNOWN; none of them is ever stored
   */
  async present(text: string): Promise<PresentedCode> {
    const code = decodeTillCode(text);
    if (code === null) throw new Refusal(redemptionErrors.CODE_MALFORMED, { field: 'code' });
    const verdict =
      code.kind === 'D'
        ? await this.verifier.verify(code)
        : await verifyPlastic((kid) => this.keyring.passKeys.get(kid), code);
    if (!verdict.genuine) throw new Refusal(redemptionErrors[verdict.reason], { field: 'code' });
    return { code, showing: showingOf(code) };
  }

  /** Loads what a quote needs in one round trip, every campaign included. @throws Refusal CODE_FORGED for a card that was never issued */
  async load(terminal: TerminalCaller, presented: PresentedCode, now: Date): Promise<TillFacts> {
    const facts = await this.loads.load([{ terminal, presented }], now);
    const holder = facts.holders.get(0);
    if (!holder) throw new Refusal(redemptionErrors.CODE_FORGED, { field: 'code' });
    const entry = codeRefusal(facts, { terminal, presented }, 0, holder, now.getTime(), (kid) =>
      this.keyring.passKeys.get(kid),
    );
    return {
      cardId: holder.cardId,
      member: holder.member,
      storeName: facts.storeNames.get(terminal.storeId) ?? '',
      codeRefusal: entry === null ? null : { entry, serverTime: toWireTime(now) },
      state: stateOf(facts, { terminal, presented }, 0, holder, allLive(facts)),
    };
  }
}

function showingOf(code: TillCode): Showing {
  return code.kind === 'D'
    ? { cardNo: code.pass.cardNo, slot: code.pass.deviceSlot, step: code.tap.step, ctr: code.tap.ctr }
    : { cardNo: code.card.cardNo, slot: null, step: null, ctr: null };
}
