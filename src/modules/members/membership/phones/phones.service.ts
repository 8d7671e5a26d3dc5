import { Injectable } from '@nestjs/common';
import { Keyring } from '../../../../platform/crypto/keyring.js';
import { Database, type Tx, violatedConstraint } from '../../../../platform/database/database.js';
import { beyondScope } from '../../../../platform/database/reach.js';
import { Outbox } from '../../../../platform/outbox/outbox.js';
import type { OfficerCaller } from '../../../../shared/caller.js';
import { Clock } from '../../../../shared/clock.js';
import { commonErrors, Refusal } from '../../../../shared/errors.js';
import { isPhone, normalisePhone } from '../../../../shared/numbers/phone.js';
import { scopeLike } from '../../../../shared/org-path.js';
import { toWireTime } from '../../../../shared/time.js';
import { AuditService } from '../../../audit/index.js';
import { WorkerLogins } from '../../../identity/index.js';
import { memberErrors } from '../../members.errors.js';
import { memberPhoneChanged } from '../../members.events.js';
import { MemberNumbers } from '../../people/member-numbers.js';
import { clearPhone, lockMember, lockPhoneHolder, updatePhone } from '../../people/members.repository.js';
import { ApplicationsService } from '../applications/applications.service.js';
import { eventActorOf } from '../history/event-actor.js';
import { insertMemberEvents, type NewMemberEvent } from '../history/member-events.repository.js';
import { membershipErrors } from '../membership.errors.js';
import type { PhoneChange } from './phone.schemas.js';

/**
 * A member's number changed at the desk. Operators pass numbers on, so the new one may stand at another person still: they lose it,
 * wherever they belong, and the officer's answer is the same, so that nobody finds out whose a number is.
 */
@Injectable()
export class PhonesService {
  private readonly numbers: MemberNumbers;

  constructor(
    private readonly database: Database,
    keyring: Keyring,
    private readonly logins: WorkerLogins,
    private readonly applications: ApplicationsService,
    private readonly audit: AuditService,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {
    this.numbers = new MemberNumbers(keyring.fields, keyring.index);
  }

  /** @throws Refusal REQUEST_INVALID, MEMBER_UNKNOWN, MEMBER_WITHDRAWN, PHONE_SAME */
  async change(caller: OfficerCaller, memberId: string, { phone: typed, reason }: PhoneChange): Promise<void> {
    if (!isPhone(typed)) {
      const detail = 'This is no Chinese mobile number: 11 digits that begin with 1.';
      throw new Refusal(commonErrors.REQUEST_INVALID, { field: 'phone', detail });
    }
    const phone = normalisePhone(typed);
    const hashes = this.numbers.phonePair(phone);
    const work = this.database.transaction(async (tx) => {
      const member = await lockMember(tx, memberId, scopeLike(caller.scope));
      if (member === null) throw new Refusal(memberErrors.MEMBER_UNKNOWN);
      if (member.membership === 'WITHDRAWN') throw new Refusal(membershipErrors.MEMBER_WITHDRAWN);
      await beyondScope(tx, 'a number may stand at somebody of another union still', async () => {
        const holderId = await lockPhoneHolder(tx, hashes);
        if (holderId === memberId) throw new Refusal(membershipErrors.PHONE_SAME, { field: 'phone' });
        if (holderId !== null) await this.takeFrom(tx, caller, holderId);
        await updatePhone(tx, memberId, this.numbers.sealPhone(memberId, phone));
        const former = await this.logins.change(tx, { memberId, phone: hashes, displayName: member.name });
        if (former !== null && 'applicantId' in former)
          await this.applications.cancelOfApplicant(tx, caller, former.applicantId);
        await this.note(tx, caller, { memberId, kind: 'PHONE_CHANGED', reason });
      });
    });
    await work.catch((error: unknown) => {
      // Somebody joined with the number in this very moment; trying again takes it from them.
      if (/^member_phone_(even_)?unique$/.test(violatedConstraint(error) ?? ''))
        throw new Refusal(memberErrors.PHONE_TAKEN);
      throw error;
    });
  }

  private async takeFrom(tx: Tx, caller: OfficerCaller, memberId: string): Promise<void> {
    await clearPhone(tx, memberId);
    await this.note(tx, caller, { memberId, kind: 'PHONE_PASSED_ON' });
  }

  private async note(tx: Tx, caller: OfficerCaller, event: NewMemberEvent): Promise<void> {
    const { memberId, kind } = event;
    const now = this.clock.now();
    await insertMemberEvents(tx, [event], eventActorOf(caller), now);
    const action = kind === 'PHONE_CHANGED' ? 'member.phone-changed' : 'member.phone-passed-on';
    await this.audit.record(tx, caller, action, { kind: 'member', id: memberId });
    await this.outbox.append(tx, memberPhoneChanged, { memberId, occurredAt: toWireTime(now) });
  }
}
