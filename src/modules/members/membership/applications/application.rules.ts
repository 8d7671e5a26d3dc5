import { readIdNumber } from '../../../../shared/numbers/id-number.js';
import { isPhone, normalisePhone } from '../../../../shared/numbers/phone.js';
import type { Membership } from '../../members.schemas.js';
import type { ApplicationState } from './application.schemas.js';

export interface ReadPerson {
  readonly idNumber: string;
  readonly phone: string;
  readonly birthOn: string;
  readonly gender: 'F' | 'M';
}

export type PersonReading =
  | { readonly valid: true; readonly person: ReadPerson }
  | { readonly valid: false; readonly field: 'idNumber' | 'phone' };

/** ID number and phone as typed in their stored form, or which of them is wrong; whoever applies is born by today. */
export function readPerson(typed: { idNumber: string; phone: string }, todayOn: string): PersonReading {
  const reading = readIdNumber(typed.idNumber, todayOn);
  if (!reading.valid) return { valid: false, field: 'idNumber' };
  if (!isPhone(typed.phone)) return { valid: false, field: 'phone' };
  const { idNumber, bornOn, gender } = reading.value;
  const person = {
    idNumber,
    phone: normalisePhone(typed.phone),
    birthOn: bornOn,
    gender: gender === 'MALE' ? 'M' : 'F',
  } as const;
  return { valid: true, person };
}

/** What joining means for this person: somebody new, back after leaving, a member of another union, or here already. */
export type Admission = 'JOIN' | 'REJOIN' | 'TRANSFER' | 'RESUME' | 'MEMBER_ALREADY';

/** How an ID number that was checked becomes a member of `orgId`; `known` is whom the platform has with it. */
export function decideAdmission(
  known: { readonly membership: Membership; readonly orgId: string } | null,
  orgId: string,
): Admission {
  if (known === null) return 'JOIN';
  if (known.membership === 'WITHDRAWN') return 'REJOIN';
  if (known.orgId !== orgId) return 'TRANSFER';
  return known.membership === 'RETAINED' ? 'RESUME' : 'MEMBER_ALREADY';
}

/** Whether an officer may decide: once, and never on what they proposed themselves. */
export function decideDecider(
  application: { readonly state: ApplicationState; readonly proposedBy: string | null },
  loginId: string,
): 'APPLICATION_DECIDED' | 'SAME_PERSON' | null {
  if (application.state !== 'PENDING') return 'APPLICATION_DECIDED';
  return application.proposedBy === loginId ? 'SAME_PERSON' : null;
}
