import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../../platform/database/database.js';
import { Keyring } from '../../../../platform/crypto/keyring.js';
import type { OfficerCaller } from '../../../../shared/caller.js';
import { Clock } from '../../../../shared/clock.js';
import { Refusal } from '../../../../shared/errors.js';
import { shanghaiDate } from '../../../../shared/time.js';
import { AuditService } from '../../../audit/index.js';
import { WorkerLogins } from '../../../identity/index.js';
import { memberErrors } from '../../members.errors.js';
import { MemberLoader } from '../../people/member-loader.service.js';
import { MemberNumbers } from '../../people/member-numbers.js';
import {
  findByIdNumbers,
  lockMember,
  type PlacedMember,
  updateMembership,
  updateRejoined,
} from '../../people/members.repository.js';
import { eventActorOf } from '../history/event-actor.js';
import { insertMemberEvents, type NewMemberEvent } from '../history/member-events.repository.js';
import { TransferRequests } from '../transfers/transfer-requests.service.js';
import { findSoleEnterprise } from '../transfers/transfers.queries.js';
import { decideAdmission, type ReadPerson } from './application.rules.js';

const EVERYWHERE = ['%'];

/** Whom to admit, with the numbers the officers checked. */
export interface Admitted {
  readonly orgId: string;
  readonly enterpriseId: string | null;
  readonly name: string;
  readonly person: ReadPerson;
}

export type Admittance =
  | { readonly state: 'JOINED'; readonly memberId: string; readonly transferId: null }
  | { readonly state: 'TRANSFER'; readonly memberId: string; readonly transferId: string };

/** What a confirmed application makes of a person: a new member, one who is back, or a transfer. */
@Injectable()
export class Admissions {
  private readonly numbers: MemberNumbers;

  constructor(
    keyring: Keyring,
    private readonly loader: MemberLoader,
    private readonly logins: WorkerLogins,
    private readonly transfers: TransferRequests,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {
    this.numbers = new MemberNumbers(keyring.fields, keyring.index);
  }

  /** Whom the platform knows by an ID number, locked. */
  async lockKnown(tx: Tx, idNumber: string): Promise<PlacedMember | null> {
    const [known] = await findByIdNumbers(tx, this.numbers.idNumberHashes(idNumber));
    return known === undefined ? null : lockMember(tx, known.id, EVERYWHERE);
  }

  /** @throws Refusal MEMBER_ALREADY, PHONE_TAKEN, TRANSFER_OPEN */
  async admit(tx: Tx, caller: OfficerCaller, admitted: Admitted): Promise<Admittance> {
    const known = await this.lockKnown(tx, admitted.person.idNumber);
    const admission = decideAdmission(known, admitted.orgId);
    if (admission === 'MEMBER_ALREADY') throw new Refusal(memberErrors.MEMBER_ALREADY);
    const memberId = known === null ? await this.join(tx, caller, admitted) : known.id;
    if (known !== null && admission === 'TRANSFER') {
      const transferId = await this.startTransfer(tx, caller, memberId, admitted.orgId, admitted.enterpriseId);
      return { state: 'TRANSFER', memberId, transferId };
    }
    if (known !== null && admission === 'REJOIN') await this.rejoin(tx, caller, known, admitted);
    if (known !== null && admission === 'RESUME') await this.resume(tx, caller, known, admitted);
    return { state: 'JOINED', memberId, transferId: null };
  }

  /** The new union's word is given with the request; the other one is asked. */
  async startTransfer(
    tx: Tx,
    caller: OfficerCaller,
    memberId: string,
    toOrgId: string,
    enterpriseId: string | null,
  ): Promise<string> {
    const { transferId } = await this.transfers.requestTransfer(tx, {
      memberId,
      toOrgId,
      ...(enterpriseId === null ? {} : { enterpriseId }),
      side: 'TO',
      actor: caller,
      loginId: caller.loginId,
      reason: null,
    });
    return transferId;
  }

  private async join(tx: Tx, caller: OfficerCaller, { orgId, enterpriseId, name, person }: Admitted): Promise<string> {
    const now = this.clock.now();
    const { gender, birthOn, idNumber, phone } = person;
    const joinedOn = shanghaiDate(now.getTime());
    const member = { orgId, enterpriseId, name, gender, birthOn, joinedOn, idNumber, phone };
    const [result] = await this.loader.insertChunk(tx, [member], now, eventActorOf(caller));
    if (result === undefined || result.outcome === 'PHONE_TAKEN') throw new Refusal(memberErrors.PHONE_TAKEN);
    // A roster brought the same person in this very moment.
    if (result.outcome !== 'ADDED') throw new Refusal(memberErrors.MEMBER_ALREADY);
    await this.audit.record(tx, caller, 'member.joined', { kind: 'member', id: result.memberId }, { orgId });
    return result.memberId;
  }

  /** The same person, number and limits; a new standing from today on. */
  private async rejoin(
    tx: Tx,
    caller: OfficerCaller,
    { id, orgId: fromOrgId }: PlacedMember,
    { orgId, enterpriseId, name, person }: Admitted,
  ): Promise<void> {
    const { phoneCipher, phone } = this.numbers.sealPhone(id, person.phone);
    // The sign-in first: it says who has the number, before the member's own unique key would fail the transaction.
    const isGiven = await this.logins.join(tx, { memberId: id, phone, displayName: name });
    if (!isGiven) throw new Refusal(memberErrors.PHONE_TAKEN);
    const joinedOn = shanghaiDate(this.clock.now().getTime());
    await updateRejoined(tx, id, { orgId, enterpriseId, name, joinedOn, phoneCipher, phone });
    await this.note(tx, caller, { memberId: id, kind: 'REJOINED', fromOrgId, toOrgId: orgId }, 'member.rejoined');
  }

  private async resume(
    tx: Tx,
    caller: OfficerCaller,
    { id, orgId }: PlacedMember,
    { enterpriseId }: Admitted,
  ): Promise<void> {
    await updateMembership(tx, id, 'ACTIVE', enterpriseId ?? (await findSoleEnterprise(tx, orgId)));
    await this.note(tx, caller, { memberId: id, kind: 'RESUMED', fromOrgId: orgId, toOrgId: orgId }, 'member.resumed');
  }

  private async note(tx: Tx, caller: OfficerCaller, event: NewMemberEvent, action: string): Promise<void> {
    await insertMemberEvents(tx, [event], eventActorOf(caller), this.clock.now());
    await this.audit.record(tx, caller, action, { kind: 'member', id: event.memberId });
  }
}
