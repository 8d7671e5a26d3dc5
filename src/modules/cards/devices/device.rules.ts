import type { CardState } from '../card-state.rules.js';

export type BindRefusal = 'CARD_NOT_ISSUED' | 'CARD_NOT_USABLE';

/** Whether a phone may be bound to a card in this state; binding the first phone activates the card. */
export function decideBinding(state: CardState | null): BindRefusal | null {
  if (state === 'ISSUED' || state === 'ACTIVE') return null;
  return state === 'FROZEN' || state === 'LOST' ? 'CARD_NOT_USABLE' : 'CARD_NOT_ISSUED';
}

export type RenewalRefusal = BindRefusal | 'DEVICE_NOT_BOUND' | 'DEVICE_REPLACED';

/** Whether the asking phone gets a new pass: the card is active and this phone is the one that counts. */
export function decideRenewal(
  card: { state: CardState; publicKey: Uint8Array | null } | null,
  asking: Uint8Array,
): RenewalRefusal | null {
  const refusal = decideBinding(card?.state ?? null);
  if (refusal !== null) return refusal;
  if (card?.state !== 'ACTIVE' || card.publicKey === null) return 'DEVICE_NOT_BOUND';
  return isSameKey(card.publicKey, asking) ? null : 'DEVICE_REPLACED';
}

export function isSameKey(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/** What a till may do offline for a phone: one that cannot give its key away is trusted further. */
export function offlineTrust(hardware: boolean): { offlineClass: number; offlineCap: number } {
  return hardware ? { offlineClass: 2, offlineCap: 3 } : { offlineClass: 1, offlineCap: 1 };
}
