import type { RosterRow } from './roster-row.rules.js';

/** What is known of a person whose ID number stands in a row; `where` is seen from the officer who imports. */
export interface KnownPerson {
  readonly where: 'SAME_UNION' | 'IN_REACH' | 'ELSEWHERE';
  readonly membership: 'ACTIVE' | 'RETAINED' | 'WITHDRAWN';
  readonly name: string;
  readonly hasSamePhone: boolean;
  readonly enterpriseId: string | null;
  readonly joinedOn: string | null;
}

/** What a row would give a member; null where the file does not say it. */
export interface WantedFields {
  readonly name: string;
  readonly enterpriseId: string | null;
  readonly joinedOn: string | null;
}

export type PlanReason = 'PHONE_TAKEN' | 'PHONE_DIFFERS' | 'NAME_DIFFERS' | 'WITHDRAWN' | 'ALREADY_MEMBER';

export type RowPlan =
  | { readonly plan: 'ADD' | 'UNCHANGED' | 'TRANSFER' | 'ASK' }
  | { readonly plan: 'UPDATE'; readonly fields: WantedFields; readonly changed: readonly (keyof WantedFields)[] }
  | { readonly plan: 'REFUSE'; readonly field: 'idNumber' | 'name' | 'phone'; readonly reason: PlanReason };

/**
 * Adds, updates, moves or refuses; nobody is ever doubled. A phone is how somebody signs in, so no roster changes it; and whoever has
 * another name, too, is more likely a wrong ID number than a person who changed everything.
 */
export function planRow(
  row: Pick<RosterRow, 'name'>,
  wanted: WantedFields,
  known: KnownPerson | null,
  isPhoneAnothers: boolean,
): RowPlan {
  if (known === null)
    return isPhoneAnothers ? { plan: 'REFUSE', field: 'phone', reason: 'PHONE_TAKEN' } : { plan: 'ADD' };
  const hasOtherName = known.name !== row.name;
  if (known.where === 'ELSEWHERE') {
    // The same sentence whatever is the matter there: a roster must not find people out.
    if (hasOtherName || known.membership === 'WITHDRAWN')
      return { plan: 'REFUSE', field: 'idNumber', reason: 'ALREADY_MEMBER' };
    return { plan: 'ASK' };
  }
  if (known.membership === 'WITHDRAWN') return { plan: 'REFUSE', field: 'idNumber', reason: 'WITHDRAWN' };
  if (known.where === 'IN_REACH') {
    return hasOtherName ? { plan: 'REFUSE', field: 'name', reason: 'NAME_DIFFERS' } : { plan: 'TRANSFER' };
  }
  if (!known.hasSamePhone) {
    if (hasOtherName) return { plan: 'REFUSE', field: 'name', reason: 'NAME_DIFFERS' };
    return { plan: 'REFUSE', field: 'phone', reason: isPhoneAnothers ? 'PHONE_TAKEN' : 'PHONE_DIFFERS' };
  }
  const fields = {
    name: wanted.name,
    enterpriseId: wanted.enterpriseId ?? known.enterpriseId,
    joinedOn: wanted.joinedOn ?? known.joinedOn,
  };
  const changed = (['name', 'enterpriseId', 'joinedOn'] as const).filter((field) => fields[field] !== known[field]);
  return changed.length === 0 ? { plan: 'UNCHANGED' } : { plan: 'UPDATE', fields, changed };
}
