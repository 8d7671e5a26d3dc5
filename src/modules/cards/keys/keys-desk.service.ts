import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { cardErrors } from '../cards.errors.js';
import { CardKeys } from './card-keys.js';
import { listedKey } from './key-list.js';
import type { DecideRevocation, KeyDeskView, ProposeRevocation } from './key.schemas.js';
import { kidsOf, KeysService } from './keys.service.js';
import {
  decideRevocation,
  findKeyList,
  insertRevocation,
  listRevocations,
  lockRevocation,
  raisePolicyEpoch,
  readKeys,
  revokeKey,
  type RevocationRow,
} from './keys.repository.js';
import { KEY_USES, signingKeyAt } from './rotation.rules.js';

/** Keys as officers see them, and withdrawing one by two people. */
@Injectable()
export class KeysDesk {
  constructor(
    private readonly database: Database,
    private readonly keys: CardKeys,
    private readonly service: KeysService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  async view(caller: OfficerCaller): Promise<KeyDeskView> {
    const { db } = this.database;
    const now = this.clock.now();
    const { version, epoch } = await readKeys(db);
    await this.keys.atLeast(version);
    const [root, revocations] = await Promise.all([findKeyList(db), listRevocations(db)]);
    const listed = new Set(root === null ? [] : kidsOf(root.content));
    const signing = new Set(KEY_USES.map((use) => signingKeyAt(this.keys.list(), use, now)?.kid));
    return {
      keys: this.keys.list().map((key) => ({
        ...listedKey(key, now),
        signs: signing.has(key.kid),
        inSignedList: listed.has(key.kid),
      })),
      revocations: revocations.map((row) => viewOf(row, caller)),
      policyEpoch: epoch,
      signedList: root === null ? null : { serial: root.serial, signedAt: toWireTime(root.signedAt) },
    };
  }

  /** @throws Refusal KEY_NOT_FOUND, KEY_REVOKED_ALREADY, KEY_REVOCATION_OPEN */
  async propose(caller: OfficerCaller, kid: number, { reason }: ProposeRevocation): Promise<KeyDeskView> {
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      // Also lists the keys of the key files, so that there is a row to withdraw.
      await this.service.makeMissing(tx, now);
      const { keys } = await readKeys(tx);
      const key = keys.find((each) => each.kid === kid);
      if (!key) throw new Refusal(cardErrors.KEY_NOT_FOUND);
      if (key.status === 'REVOKED') throw new Refusal(cardErrors.KEY_REVOKED_ALREADY);
      const id = newId();
      if (!(await insertRevocation(tx, { id, kid, reason, by: caller.loginId, now })))
        throw new Refusal(cardErrors.KEY_REVOCATION_OPEN);
      await this.audit.record(
        tx,
        caller,
        'card-key.revocation-proposed',
        { kind: 'card-key', id: String(kid) },
        { reason },
      );
    });
    return this.view(caller);
  }

  /**
   * A second person withdraws the key: from the commit on nothing signed with it counts at any online till. Passes of every phone begin
   * anew when it was a key for passes, since nobody knows which of them it was given away with; cards in plastic have no epoch.
   * @throws Refusal KEY_REVOCATION_UNKNOWN, KEY_REVOCATION_SAME_PERSON
   */
  async decide(caller: OfficerCaller, id: string, { decision }: DecideRevocation): Promise<KeyDeskView> {
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      const row = await lockRevocation(tx, id);
      if (row === null) throw new Refusal(cardErrors.KEY_REVOCATION_UNKNOWN);
      if (decision === 'APPROVE' && row.proposedBy === caller.loginId)
        throw new Refusal(cardErrors.KEY_REVOCATION_SAME_PERSON);
      const subject = { kind: 'card-key', id: String(row.kid) };
      if (decision === 'REJECT') {
        await decideRevocation(tx, id, 'REJECTED', caller.loginId, now);
        await this.audit.record(tx, caller, 'card-key.revocation-rejected', subject);
        return;
      }
      await decideRevocation(tx, id, 'APPROVED', caller.loginId, now);
      await revokeKey(tx, row.kid);
      const { keys } = await readKeys(tx);
      const isForPasses = keys.some(({ kid, use }) => kid === row.kid && use === 'PASS');
      const epoch = isForPasses ? await raisePolicyEpoch(tx) : null;
      await this.service.makeMissing(tx, now);
      await this.audit.record(tx, caller, 'card-key.revoked', subject, { reason: row.reason, policyEpoch: epoch });
    });
    return this.view(caller);
  }
}

function viewOf(row: RevocationRow, caller: OfficerCaller) {
  const { proposedBy, proposedAt, decidedAt, ...rest } = row;
  return {
    ...rest,
    proposedAt: toWireTime(proposedAt),
    decidedAt: decidedAt === null ? null : toWireTime(decidedAt),
    mayDecide: row.state === 'PROPOSED' && proposedBy !== caller.loginId && caller.permissions.has('keys.approve'),
  };
}
