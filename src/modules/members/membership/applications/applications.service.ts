import { Injectable } from '@nestjs/common';
import { Database, type Tx, violatedConstraint } from '../../../../platform/database/database.js';
import { beyondScope } from '../../../../platform/database/reach.js';
import { Keyring } from '../../../../platform/crypto/keyring.js';
import type { ApplicantCaller, OfficerCaller, WorkerCaller } from '../../../../shared/caller.js';
import { Clock } from '../../../../shared/clock.js';
import { commonErrors, Refusal } from '../../../../shared/errors.js';
import { newId } from '../../../../shared/ids.js';
import { scopeLike } from '../../../../shared/org-path.js';
import { DAY_MS, shanghaiDate } from '../../../../shared/time.js';
import { AuditService } from '../../../audit/index.js';
import { WorkerLogins } from '../../../identity/index.js';
import { OrganizationsService } from '../../../organizations/index.js';
import { memberErrors } from '../../members.errors.js';
import { MemberNumbers } from '../../people/member-numbers.js';
import { ConsentsService } from '../../privacy/consents/consents.service.js';
import { privacyErrors } from '../../privacy/privacy.errors.js';
import { membershipErrors } from '../membership.errors.js';
import { findSoleEnterprise } from '../transfers/transfers.queries.js';
import { isJoinable } from '../union-choice.rules.js';
import { Admissions } from './admissions.service.js';
import { decideAdmission, decideDecider, type ReadPerson, readPerson } from './application.rules.js';
import type { ApplicationDecision, ProposalMade, ProposalRequest, SelfApplication } from './application.schemas.js';
import {
  cancelWaiting,
  countApplied,
  endApplication,
  hasWaiting,
  insertApplication,
  type LockedApplication,
  lockApplication,
  type NewApplicationRow,
} from './applications.repository.js';

const APPLIED_A_DAY_MAX = 5;
/** Whether somebody is a member already is asked of the whole city; where is told to nobody. */
const WHOLE_CITY = 'a person is one member in the whole city';

/** Joining: proposed and confirmed by two officers, or applied for by the worker and confirmed by the union. */
@Injectable()
export class ApplicationsService {
  private readonly numbers: MemberNumbers;

  constructor(
    private readonly database: Database,
    keyring: Keyring,
    private readonly organizations: OrganizationsService,
    private readonly admissions: Admissions,
    private readonly consents: ConsentsService,
    private readonly logins: WorkerLogins,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {
    this.numbers = new MemberNumbers(keyring.fields, keyring.index, 'membership_application');
  }

  /**
   * An officer enters a person for a second one to confirm. Somebody who is a member elsewhere, where is not said, is asked of their
   * union instead.
   * @throws Refusal REQUEST_INVALID, NOT_FOUND (of the union), MEMBER_ALREADY, APPLICATION_OPEN, TRANSFER_OPEN
   */
  async propose(caller: OfficerCaller, request: ProposalRequest): Promise<ProposalMade> {
    const { orgId, name } = request;
    const person = this.read(request);
    const work = this.database.transaction(async (tx): Promise<ProposalMade> => {
      await this.organizations.get(tx, caller, orgId);
      const enterpriseId = request.enterpriseId ?? (await findSoleEnterprise(tx, orgId));
      const transferId = await beyondScope(tx, WHOLE_CITY, () => this.askUnionOf(tx, caller, person, request));
      if (transferId !== null) return { outcome: 'TRANSFER', id: transferId };
      const own = { kind: 'PROPOSED', orgId, enterpriseId, name, proposedBy: caller.loginId } as const;
      const id = await this.insert(tx, person, { ...own, consentVersion: null, applicantId: null });
      await this.audit.record(tx, caller, 'application.proposed', { kind: 'application', id }, { orgId });
      return { outcome: 'PROPOSED', id };
    });
    return work.catch(translated);
  }

  /**
   * A worker applies with the number they proved. The answer is the same whoever they are: whether the platform knows the person
   * is for the union's officers to meet, once they have seen the document.
   * @throws Refusal REQUEST_INVALID, PHONE_NOT_PROVED, CONSENT_OUTDATED, TRANSFER_UNION_WRONG, APPLICATION_OPEN, APPLICATION_TOO_OFTEN
   */
  async apply(caller: ApplicantCaller, request: SelfApplication): Promise<void> {
    const { orgId, name, consentVersion } = request;
    const person = this.read(request);
    const phone = this.numbers.phoneHashes(person.phone);
    const work = this.database.transaction(async (tx) => {
      if (!(await this.logins.lockApplicant(tx, caller.loginId, phone)))
        throw new Refusal(membershipErrors.PHONE_NOT_PROVED, { field: 'phone' });
      const consent = await this.consents.general(tx);
      if (consent?.version !== consentVersion)
        throw new Refusal(privacyErrors.CONSENT_OUTDATED, { field: 'consentVersion' });
      const now = this.clock.now();
      // The index of its number holds under one key only; the login, locked above, is the same whatever key finds it.
      if (await hasWaiting(tx, caller.loginId)) throw new Refusal(membershipErrors.APPLICATION_OPEN);
      const applied = await countApplied(tx, caller.loginId, new Date(now.getTime() - DAY_MS));
      if (applied >= APPLIED_A_DAY_MAX) throw new Refusal(membershipErrors.APPLICATION_TOO_OFTEN);
      const union = await this.organizations.findAnywhere(tx, orgId);
      if (!isJoinable(union)) throw new Refusal(membershipErrors.TRANSFER_UNION_WRONG, { field: 'orgId' });
      const enterpriseId = await findSoleEnterprise(tx, orgId);
      const own = { kind: 'SELF', orgId, enterpriseId, name, consentVersion, proposedBy: null } as const;
      const id = await this.insert(tx, person, { ...own, applicantId: caller.loginId });
      const detail = { orgId, consentVersion };
      await this.audit.record(tx, caller, 'application.made', { kind: 'application', id }, detail);
    });
    await work.catch(translated);
  }

  /** The worker takes their application back; nothing waits, nothing happens. */
  async cancelOwn(caller: ApplicantCaller | WorkerCaller): Promise<void> {
    await this.database.transaction((tx) => this.cancelOfApplicant(tx, caller, caller.loginId));
  }

  /** What waits of an applicant whose number is somebody else's now ends. */
  async cancelOfApplicant(
    tx: Tx,
    actor: OfficerCaller | ApplicantCaller | WorkerCaller,
    applicantId: string,
  ): Promise<void> {
    for (const id of await cancelWaiting(tx, applicantId, this.clock.now()))
      await this.audit.record(tx, actor, 'application.cancelled', { kind: 'application', id });
  }

  /** @throws Refusal APPLICATION_UNKNOWN, APPLICATION_DECIDED, SAME_PERSON, MEMBER_ALREADY, PHONE_TAKEN, TRANSFER_OPEN */
  async decide(caller: OfficerCaller, id: string, decision: ApplicationDecision): Promise<void> {
    await this.database.transaction(async (tx) => {
      const application = await lockApplication(tx, id, scopeLike(caller.scope));
      if (application === null) throw new Refusal(membershipErrors.APPLICATION_UNKNOWN);
      const refusal = decideDecider(application, caller.loginId);
      if (refusal === 'SAME_PERSON') throw new Refusal(memberErrors.SAME_PERSON);
      if (refusal !== null) throw new Refusal(membershipErrors[refusal]);

      const made = decision.approve
        ? await beyondScope(tx, WHOLE_CITY, () => this.admit(tx, caller, application))
        : null;
      const end = made ?? ({ state: 'REFUSED', memberId: null, transferId: null } as const);
      const { consentVersion } = application;
      if (made?.state === 'JOINED' && consentVersion !== null)
        await this.consents.carryOver(tx, made.memberId, consentVersion);
      const reason = decision.approve ? null : decision.reason;
      await endApplication(tx, id, { ...end, decidedBy: caller.loginId, reason, at: this.clock.now() });
      const { state, memberId, transferId } = end;
      const detail = { state, memberId, transferId };
      await this.audit.record(tx, caller, 'application.decided', { kind: 'application', id }, detail);
    });
  }

  /** The transfer that began with the union of somebody who is a member elsewhere; null for who is none. */
  private async askUnionOf(
    tx: Tx,
    caller: OfficerCaller,
    { idNumber }: ReadPerson,
    { orgId, enterpriseId }: ProposalRequest,
  ): Promise<string | null> {
    const known = await this.admissions.lockKnown(tx, idNumber);
    const admission = decideAdmission(known, orgId);
    if (admission === 'MEMBER_ALREADY' || admission === 'RESUME') throw new Refusal(memberErrors.MEMBER_ALREADY);
    if (admission !== 'TRANSFER' || known === null) return null;
    return this.admissions.startTransfer(tx, caller, known.id, orgId, enterpriseId ?? null);
  }

  private admit(tx: Tx, caller: OfficerCaller, application: LockedApplication) {
    const { id, orgId, enterpriseId, name, idNumberCipher, phoneCipher } = application;
    if (idNumberCipher === null || phoneCipher === null) throw new Error(`application ${id} waits without its numbers`);
    const person = this.read({
      idNumber: this.numbers.openIdNumber(id, idNumberCipher),
      phone: this.numbers.openPhone(id, phoneCipher),
    });
    return this.admissions.admit(tx, caller, { orgId, enterpriseId, name, person });
  }

  private async insert(
    tx: Tx,
    person: ReadPerson,
    row: Omit<NewApplicationRow, 'id' | 'createdAt' | 'idNumberCipher' | 'idNumberHash' | 'phoneCipher' | 'phoneHash'>,
  ): Promise<string> {
    const id = newId();
    const { idNumberCipher, phoneCipher } = this.numbers.seal(id, person.idNumber, person.phone);
    const hashes = this.numbers.shortLived(person.idNumber, person.phone);
    await insertApplication(tx, { ...row, ...hashes, idNumberCipher, phoneCipher, id, createdAt: this.clock.now() });
    return id;
  }

  private read(typed: { idNumber: string; phone: string }): ReadPerson {
    const reading = readPerson(typed, shanghaiDate(this.clock.now().getTime()));
    if (reading.valid) return reading.person;
    const { field } = reading;
    const detail =
      field === 'phone'
        ? 'This is no Chinese mobile number: 11 digits that begin with 1.'
        : 'This is no valid ID number: 18 characters as printed on the card.';
    throw new Refusal(commonErrors.REQUEST_INVALID, { field, detail });
  }
}

function translated(error: unknown): never {
  const constraint = violatedConstraint(error) ?? '';
  if (['membership_application_one_self', 'membership_application_one_proposed'].includes(constraint))
    throw new Refusal(membershipErrors.APPLICATION_OPEN);
  if (constraint === 'membership_application_enterprise_id_fkey')
    throw new Refusal(memberErrors.ENTERPRISE_UNKNOWN, { field: 'enterpriseId' });
  throw error;
}
