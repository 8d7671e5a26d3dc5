export type CaseKind = 'NEW' | 'RELAPSE' | 'REVIEW' | 'CORRECTION' | 'EXIT';
export type CaseState =
  'DRAFT' | 'APPLIED' | 'PROPOSED' | 'IN_REVIEW' | 'NOTICE' | 'GRANTED' | 'EXITED' | 'REFUSED' | 'WITHDRAWN';
/** What is done to a case; who may do which is the route's permission and `decideAction`. */
export type CaseAction = 'SEND' | 'RETURN' | 'COMPLETE' | 'APPROVE' | 'REFUSE' | 'WITHDRAW' | 'UPHOLD';

export interface CaseFacts {
  readonly kind: CaseKind;
  readonly state: CaseState;
  /** The officer who proposed it; null when the worker applied. */
  readonly proposedBy: string | null;
  /** The officer who found the evidence complete. */
  readonly preparedBy: string | null;
}

/** What a category means where its cases are concerned. */
export interface CategoryMeaning {
  readonly noticeDays: number;
  readonly monthsMax: number;
  readonly reviewMonths: number;
  readonly evidenceMin: number;
}

export type CaseRefusal = 'CASE_STATE' | 'SAME_PERSON' | 'EVIDENCE_MISSING';

const FROM: Readonly<Record<CaseAction, readonly CaseState[]>> = {
  SEND: ['DRAFT'],
  RETURN: ['APPLIED', 'IN_REVIEW'],
  COMPLETE: ['APPLIED', 'PROPOSED'],
  APPROVE: ['IN_REVIEW'],
  REFUSE: ['IN_REVIEW'],
  WITHDRAW: ['DRAFT', 'APPLIED', 'PROPOSED', 'IN_REVIEW', 'NOTICE'],
  UPHOLD: ['NOTICE'],
};

/** A category may ask for more by the time somebody decides. */
const RESTS_ON_EVIDENCE: ReadonlySet<CaseAction> = new Set(['SEND', 'COMPLETE', 'APPROVE']);

const OPEN: ReadonlySet<CaseState> = new Set(['DRAFT', 'APPLIED', 'PROPOSED', 'IN_REVIEW', 'NOTICE']);

export const isOpenCase = (state: CaseState): boolean => OPEN.has(state);

/** Evidence may change while it is gathered, and never once somebody decides on it. */
export function mayChangeEvidence(state: CaseState, by: 'WORKER' | 'OFFICER'): boolean {
  if (by === 'WORKER') return state === 'DRAFT';
  return state === 'APPLIED' || state === 'PROPOSED';
}

/** Only where something is granted does it rest on files; taking away and putting right rest on the officers' own finding. */
export function evidenceNeeded(kind: CaseKind, meaning: CategoryMeaning): number {
  return kind === 'EXIT' || kind === 'CORRECTION' ? 0 : meaning.evidenceMin;
}

/** Whether an action may be taken: its state, the second pair of eyes, and evidence enough (files and visits count alike). */
export function decideAction(
  action: CaseAction,
  facts: CaseFacts,
  by: string,
  evidence: { readonly have: number; readonly need: number } = { have: 0, need: 0 },
): CaseRefusal | null {
  if (!FROM[action].includes(facts.state)) return 'CASE_STATE';
  const decides = action === 'APPROVE' || action === 'REFUSE';
  if (decides && (facts.preparedBy === by || facts.proposedBy === by)) return 'SAME_PERSON';
  if (RESTS_ON_EVIDENCE.has(action) && evidence.have < evidence.need) return 'EVIDENCE_MISSING';
  return null;
}

/**
 * The state after an allowed action. What changes nobody's standing upwards goes without a notice: an exit, a correction, a yearly
 * review that confirms the level.
 */
export function nextState(action: CaseAction, facts: CaseFacts, posts: boolean): CaseState {
  switch (action) {
    case 'SEND':
      return 'APPLIED';
    case 'RETURN':
      return facts.proposedBy === null ? 'DRAFT' : 'PROPOSED';
    case 'COMPLETE':
      return 'IN_REVIEW';
    case 'APPROVE':
      if (facts.kind === 'EXIT') return 'EXITED';
      return posts ? 'NOTICE' : 'GRANTED';
    case 'REFUSE':
    case 'UPHOLD':
      return 'REFUSED';
    case 'WITHDRAW':
      return 'WITHDRAWN';
  }
}

/** Whether a case is posted before it is granted: a new standing, or one on another level. */
export function needsNotice(kind: CaseKind, meaning: CategoryMeaning, levelChanges: boolean): boolean {
  if (meaning.noticeDays === 0 || kind === 'EXIT' || kind === 'CORRECTION') return false;
  return kind === 'REVIEW' ? levelChanges : true;
}

/** First and last day of posting: it hangs from the day of approval on for so many whole days after it. */
export function noticePeriod(approvedOn: string, noticeDays: number): { fromOn: string; untilOn: string } {
  return { fromOn: approvedOn, untilOn: addDays(approvedOn, noticeDays) };
}

/** Granted the day after the last day of posting, unless an objection still stands. */
export function isNoticeOver(
  notice: { readonly untilOn: string; readonly openObjections: number },
  todayOn: string,
): boolean {
  return todayOn > notice.untilOn && notice.openObjections === 0;
}

/** Until when something granted on a day holds: as asked, never longer than the category allows. */
export function grantedUntil(fromOn: string, askedUntilOn: string | null, monthsMax: number): string {
  const latestOn = latestUntil(fromOn, monthsMax);
  return askedUntilOn === null || askedUntilOn > latestOn ? latestOn : askedUntilOn;
}

/** The last day of so many months that begin on a day: 2026-03-01 and 12 months end on 2027-02-28. */
export function latestUntil(fromOn: string, monthsMax: number): string {
  return addDays(addMonths(fromOn, monthsMax), -1);
}

/** When a grant is looked at again; null where it ends before that. */
export function nextReview(todayOn: string, untilOn: string | null, reviewMonths: number): string | null {
  const reviewOn = addMonths(todayOn, reviewMonths);
  return untilOn !== null && reviewOn > untilOn ? null : reviewOn;
}

/** Days before an end at which people are reminded, the nearest one that is reached; null while it is far or past. */
export function reminderDays(untilOn: string, todayOn: string): 7 | 30 | 60 | null {
  const left = daysBetween(todayOn, untilOn);
  if (left < 0 || left > 60) return null;
  if (left > 30) return 60;
  return left > 7 ? 30 : 7;
}

/** Whether something new to a person is a return: they had it before, and it ended. */
export function kindOf(holds: boolean, hadBefore: boolean): 'NEW' | 'RELAPSE' | 'REVIEW' {
  if (holds) return 'REVIEW';
  return hadBefore ? 'RELAPSE' : 'NEW';
}

export function daysBetween(fromOn: string, toOn: string): number {
  return Math.round((epochOf(toOn) - epochOf(fromOn)) / DAY_MS);
}

export function addDays(dateOn: string, days: number): string {
  return dayOf(new Date(epochOf(dateOn) + days * DAY_MS));
}

/** The same day of a later month, or its last day where it has no such day. */
export function addMonths(dateOn: string, months: number): string {
  const [year = 0, month = 1, day = 1] = dateOn.split('-').map(Number);
  const target = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  return dayOf(new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth(), Math.min(day, last))));
}

const DAY_MS = 86_400_000;
// Days as plain numbers: which zone they belong to plays no part in counting them.
const epochOf = (dateOn: string): number => Date.parse(`${dateOn}T00:00:00Z`);
const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
