import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/database.js';
import { Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { DAY_MS, shanghaiDate } from '../../../shared/time.js';
import {
  changeEntry,
  endEntry,
  type EntryRow,
  expireEntry,
  findMeaning,
  findStanding,
  insertGrants,
  lockEntry,
  lockHeld,
  type MeaningRow,
} from '../categories/categories.repository.js';
import { decideCorrection } from '../categories/category.rules.js';
import { memberErrors } from '../members.errors.js';
import { grantedUntil, nextReview } from './case.rules.js';
import type { CaseRow } from './cases.repository.js';

/** What an approved case does to what a member holds. It looks at the register as it is then, not as it was when somebody applied. */
@Injectable()
export class CaseEffects {
  /**
   * Applies a case that two people agreed on and nobody objects to.
   * @throws Refusal ENTRY_UNKNOWN when what it would change is gone, CATEGORY_DATES_WRONG when it can no longer be put right so
   */
  async apply(tx: Tx, one: CaseRow, now: Date): Promise<void> {
    // By the words it was decided by: what was posted is what is granted, whatever the category means since.
    const meaning = await findMeaning(tx, one.code, one.meaningVersion);
    if (meaning === null) throw new Error(`category ${one.code} of case ${one.id} is gone`);
    if (one.kind === 'EXIT') await this.exit(tx, one, now);
    else if (one.kind === 'CORRECTION') await this.correct(tx, one, meaning, now);
    else await this.grant(tx, one, meaning, now);
  }

  private async grant(tx: Tx, one: CaseRow, meaning: MeaningRow, now: Date): Promise<void> {
    const { memberId, code, level, basis } = one;
    const todayOn = shanghaiDate(now.getTime());
    const untilOn = grantedUntil(todayOn, one.untilOn, meaning.monthsMax);
    const reviewOn = nextReview(todayOn, untilOn, meaning.reviewMonths);
    const held = await this.stillHeld(tx, one, todayOn);
    if (held !== null && held.level === level) {
      await changeEntry(tx, { ...held, untilOn, reviewOn }, { cause: 'RENEWED', now });
      return;
    }
    const { previousId } = await findStanding(tx, memberId, code, todayOn);
    if (held !== null) await endEntry(tx, held, { reason: 'REPLACED', lastOn: dayBefore(now), now });
    const entry = { id: newId(), memberId, code, level, fromOn: todayOn, untilOn, basis, caseId: one.id };
    const by = { proposedBy: known(one.preparedBy), decidedBy: known(one.decidedBy) };
    await insertGrants(tx, [{ ...entry, previousId: held?.id ?? previousId, reviewOn }], by, { cause: 'GRANTED', now });
  }

  /** What the member holds today; an entry whose last day has passed is closed on the way. */
  private async stillHeld(tx: Tx, { memberId, code }: CaseRow, todayOn: string): Promise<EntryRow | null> {
    const held = await lockHeld(tx, memberId, code);
    if (held === null || held.untilOn === null || held.untilOn >= todayOn) return held;
    await expireEntry(tx, held.id);
    return null;
  }

  private async exit(tx: Tx, one: CaseRow, now: Date): Promise<void> {
    const entry = await lockEntry(tx, known(one.entryId));
    if (entry?.state !== 'GRANTED') throw new Refusal(memberErrors.ENTRY_UNKNOWN);
    const lastOn = one.untilOn ?? dayBefore(now);
    await endEntry(tx, entry, { reason: one.cause ?? 'REVOKED', lastOn, now });
  }

  private async correct(tx: Tx, one: CaseRow, meaning: MeaningRow, now: Date): Promise<void> {
    const entry = await lockEntry(tx, known(one.entryId));
    if (entry === null) throw new Refusal(memberErrors.ENTRY_UNKNOWN);
    const right = { level: one.level, fromOn: known(one.fromOn), untilOn: known(one.untilOn) };
    const todayOn = shanghaiDate(now.getTime());
    const refusal = decideCorrection(meaning, entry, right, todayOn);
    if (refusal !== null) throw new Refusal(memberErrors[refusal]);
    const reviewOn = nextReview(todayOn, right.untilOn, meaning.reviewMonths);
    await changeEntry(tx, { id: entry.id, ...right, reviewOn }, { cause: 'CORRECTED', now });
  }
}

const dayBefore = (now: Date): string => shanghaiDate(now.getTime() - DAY_MS);

/** The constraints of its table promise these where they are read. */
function known<T>(value: T | null): T {
  if (value === null) throw new Error('a case lacks what its state promises');
  return value;
}
