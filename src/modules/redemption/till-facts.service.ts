import { Injectable } from '@nestjs/common';
import type { TerminalCaller } from '../../shared/caller.js';
import type { TillCode } from '../../shared/code/presented-code.js';
import type { PhoneCode } from '../../shared/code/phone-code.js';
import type { PlasticCode } from '../../shared/code/plastic-code.js';
import { SHORT_CTR, type ShortCode } from '../../shared/code/short-number.js';
import { Clock } from '../../shared/clock.js';
import { type ErrorEntry, Refusal } from '../../shared/errors.js';
import { toWireTime } from '../../shared/time.js';
import type { DecisionState } from '../benefits/index.js';
import { CardKeys, CodeTexts, CodeVerifier, type CodeVerdict, ShortCodes, verifyPlastic } from '../cards/index.js';
import type { MemberAttributes } from '../members/index.js';
import type { Showing } from './codes.repository.js';
import { BatchLoadRepository } from './engine/batch-load.repository.js';
import { allLive, codeRefusal, stateOf } from './engine/decide-batch.js';
import { redemptionErrors } from './redemption.errors.js';

/** A genuine code: its signatures fit. Whether it counts now is decided with the card's facts. */
export interface PresentedCode {
  readonly code: TillCode;
  readonly showing: Showing;
  /** A plastic card's holder proved to be here, by PIN or on the phone; nothing to say of a phone's code. */
  readonly proven?: boolean;
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
    private readonly keys: CardKeys,
    private readonly texts: CodeTexts,
    private readonly loads: BatchLoadRepository,
    private readonly shortCodes: ShortCodes,
    private readonly clock: Clock,
  ) {
    this.verifier = new CodeVerifier((kid) => this.keys.lookup(kid));
  }

  /**
   * Reads and verifies a code: a phone's or a card's by CPU alone, the signatures off the event loop; a short number by the secret of the
   * phone that counts, which takes a look at the card and counts a wrong one against this till.
   * @throws Refusal CODE_MALFORMED, CODE_FORGED, KEY_UNKNOWN, SHORT_NUMBER_OFF; none of them is ever stored
   */
  async present(terminal: TerminalCaller, text: string): Promise<PresentedCode> {
    const code = this.texts.read(text);
    if (code === null) throw new Refusal(redemptionErrors.CODE_MALFORMED, { field: 'code' });
    if (code.kind === 'N') return this.presentShort(terminal, code);
    const verdict = await this.verify(code);
    if (verdict.genuine) return { code, showing: showingOf(code) };
    // Most good codes that are refused come from a wrong clock or an old list, so the till hears what time it is here.
    const extra = { serverTime: toWireTime(this.clock.now()) };
    throw new Refusal(redemptionErrors[verdict.reason], { field: 'code', extra });
  }

  private async verify(code: PhoneCode | PlasticCode): Promise<CodeVerdict> {
    await this.keys.seek(code.kind === 'D' ? code.pass.kid : code.card.kid);
    return code.kind === 'D' ? this.verifier.verify(code) : verifyPlastic((kid) => this.keys.lookup(kid), code);
  }

  private async presentShort({ terminalId }: TerminalCaller, code: ShortCode): Promise<PresentedCode> {
    const verdict = await this.shortCodes.judge(terminalId, code);
    if (verdict.kind === 'SHOWN')
      return { code, showing: { cardNo: code.cardNo, slot: verdict.slot, step: verdict.step, ctr: SHORT_CTR } };
    if (verdict.kind === 'WRONG') throw new Refusal(redemptionErrors.CODE_FORGED, { field: 'code' });
    const retryAfterSeconds = Math.max(1, Math.ceil((verdict.until.getTime() - this.clock.now().getTime()) / 1000));
    throw new Refusal(redemptionErrors.SHORT_NUMBER_OFF, { field: 'code', retryAfterSeconds });
  }

  /** Loads what a quote needs in one round trip, every campaign included. @throws Refusal CODE_FORGED for a card that was never issued */
  async load(terminal: TerminalCaller, presented: PresentedCode, now: Date): Promise<TillFacts> {
    const facts = await this.loads.load([{ terminal, presented }], now);
    const holder = facts.holders.get(0);
    if (!holder) throw new Refusal(redemptionErrors.CODE_FORGED, { field: 'code' });
    const entry = codeRefusal(facts, { terminal, presented }, 0, holder, now.getTime(), (kid) => this.keys.lookup(kid));
    return {
      cardId: holder.cardId,
      member: holder.member,
      storeName: facts.storeNames.get(terminal.storeId) ?? '',
      codeRefusal: entry === null ? null : { entry, serverTime: toWireTime(now) },
      state: stateOf(facts, { terminal, presented }, 0, holder, allLive(facts)),
    };
  }
}

function showingOf(code: PhoneCode | PlasticCode): Showing {
  return code.kind === 'D'
    ? { cardNo: code.pass.cardNo, slot: code.pass.deviceSlot, step: code.tap.step, ctr: code.tap.ctr }
    : { cardNo: code.card.cardNo, slot: null, step: null, ctr: null };
}
