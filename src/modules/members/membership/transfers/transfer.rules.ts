import { DAY_MS } from '../../../../shared/time.js';
import { isWithin } from '../../../../shared/org-path.js';
import type { TransferState } from './transfer.schemas.js';

/** How long a transfer waits for its confirmations. */
export const TRANSFER_VALID_MS = 30 * DAY_MS;
/** When whoever has not confirmed is reminded. */
export const TRANSFER_REMIND_MS = 7 * DAY_MS;

/** A union's side of a transfer: the one that is left, or the one that is joined. */
export type Side = 'FROM' | 'TO';
const SIDES: readonly Side[] = ['FROM', 'TO'];

export interface TransferPlaces {
  readonly fromPath: string;
  readonly toPath: string;
}

/** The sides an officer of these subtrees speaks for. */
export function sidesOf({ fromPath, toPath }: TransferPlaces, scope: readonly string[]): Side[] {
  const looksAfter = (path: string): boolean => scope.some((subtree) => isWithin(path, subtree));
  return SIDES.filter((side) => looksAfter(side === 'FROM' ? fromPath : toPath));
}

export type RequestRefusal = 'MEMBER_WITHDRAWN' | 'TRANSFER_SAME_UNION';

/** Whether somebody can move: who left the union joins again instead. */
export function decideTransferRequest(
  member: { readonly membership: 'ACTIVE' | 'RETAINED' | 'WITHDRAWN'; readonly orgId: string },
  toOrgId: string,
): RequestRefusal | null {
  if (member.membership === 'WITHDRAWN') return 'MEMBER_WITHDRAWN';
  return member.orgId === toOrgId ? 'TRANSFER_SAME_UNION' : null;
}

export interface TransferFacts {
  readonly state: TransferState;
  readonly fromConfirmed: boolean;
  readonly toConfirmed: boolean;
  readonly expiresAt: Date;
}

export type Confirmation =
  | { readonly allowed: false; readonly reason: 'TRANSFER_ENDED' | 'TRANSFER_CONFIRMED' }
  | { readonly allowed: true; readonly confirms: readonly Side[]; readonly done: boolean };

/** What a confirmation by an officer of these sides does: each side counts once, and the second one moves the member. */
export function decideConfirmation(transfer: TransferFacts, sides: readonly Side[], now: Date): Confirmation {
  if (transfer.state !== 'REQUESTED' || transfer.expiresAt <= now) return { allowed: false, reason: 'TRANSFER_ENDED' };
  const waiting = waitingSides(transfer);
  const confirms = sides.filter((side) => waiting.includes(side));
  if (confirms.length === 0) return { allowed: false, reason: 'TRANSFER_CONFIRMED' };
  return { allowed: true, confirms, done: confirms.length === waiting.length };
}

/** The sides that have not confirmed. */
export function waitingSides({
  fromConfirmed,
  toConfirmed,
}: Pick<TransferFacts, 'fromConfirmed' | 'toConfirmed'>): Side[] {
  return SIDES.filter((side) => !(side === 'FROM' ? fromConfirmed : toConfirmed));
}

export type Ending =
  | { readonly allowed: false; readonly reason: 'TRANSFER_ENDED' | 'TRANSFER_NOT_YOURS' }
  | { readonly allowed: true; readonly state: 'REFUSED' | 'CANCELLED' };

/** Taking a request back is for the side that asked, refusing for the side that is asked; the city, on both sides, may do either. */
export function decideEnding(
  transfer: Pick<TransferFacts, 'state' | 'expiresAt'> & { readonly requestedSide: Side | 'WORKER' },
  sides: readonly (Side | 'WORKER')[],
  wanted: 'REFUSE' | 'CANCEL',
  now: Date,
): Ending {
  if (transfer.state !== 'REQUESTED' || transfer.expiresAt <= now) return { allowed: false, reason: 'TRANSFER_ENDED' };
  if (wanted === 'REFUSE') return { allowed: true, state: 'REFUSED' };
  if (!sides.includes(transfer.requestedSide)) return { allowed: false, reason: 'TRANSFER_NOT_YOURS' };
  return { allowed: true, state: 'CANCELLED' };
}
