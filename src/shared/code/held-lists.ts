import { isListNewer } from './list-age.js';
import type { PhoneCode } from './phone-code.js';
import type { PlasticCode } from './plastic-code.js';
import {
  isPlasticRevoked,
  isRevoked,
  readRevocationList,
  type RevocationList,
  revocationBytesToSign,
  unsignedRevocationList,
} from './revocation-list.js';

/** What a till without a network goes by: a full list, and the newest delta on it. */
export interface HeldLists {
  readonly full: RevocationList | null;
  readonly delta: RevocationList | null;
}

export const NO_LISTS: HeldLists = { full: null, delta: null };

/** Whether a key that signs answers signed these bytes; false for a key the till was not given. Must not throw. */
export type IsSignedBy = (
  signerKid: number,
  bytes: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
) => Promise<boolean>;

export type TakenList =
  | { readonly taken: true; readonly held: HeldLists }
  | { readonly taken: false; readonly reason: 'FORGED' | 'NOT_NEWER' | 'UNREADABLE' };

/** A till's one way to take a list, from the bytes the platform sent: whatever is no list, not signed, older, or a delta on another full list leaves it with what it has. Never throws. */
export async function takeRevocationList(
  held: HeldLists,
  bytes: Uint8Array,
  isSignedBy: IsSignedBy,
): Promise<TakenList> {
  const list = readRevocationList(bytes);
  if (list === null) return { taken: false, reason: 'UNREADABLE' };
  const signed = revocationBytesToSign(unsignedRevocationList(bytes));
  const isGenuine = await isSignedBy(list.signerKid, signed, Uint8Array.from(list.signature));
  if (!isGenuine) return { taken: false, reason: 'FORGED' };
  if (!isListNewer(held, list)) return { taken: false, reason: 'NOT_NEWER' };
  return { taken: true, held: list.kind === 'FULL' ? { full: list, delta: null } : { ...held, delta: list } };
}

export type ListedRefusal = 'CARD_REVOKED' | 'KEY_REVOKED' | 'NO_LIST' | 'PASS_REVOKED' | 'PLASTIC_REVOKED';

/** Why the lists of a till let this genuine code count no longer; null when they say nothing against it. Revoked plastic leaves the phone of its card alone. */
export function decideListed({ full, delta }: HeldLists, code: PhoneCode | PlasticCode): ListedRefusal | null {
  if (full === null) return 'NO_LIST';
  const { revokedKids, policyEpoch } = delta ?? full;
  const { cardNo, kid } = code.kind === 'D' ? code.pass : code.card;
  if (revokedKids.includes(kid)) return 'KEY_REVOKED';
  if (isRevoked(full, delta, cardNo)) return 'CARD_REVOKED';
  if (code.kind === 'D') return code.pass.policyEpoch < policyEpoch ? 'PASS_REVOKED' : null;
  return isPlasticRevoked(full, delta, cardNo, code.card.issueNo) ? 'PLASTIC_REVOKED' : null;
}
