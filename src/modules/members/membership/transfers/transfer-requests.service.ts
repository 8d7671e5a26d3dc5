import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../../platform/database/database.js';
import type { OfficerCaller, WorkerCaller } from '../../../../shared/caller.js';
import { Clock } from '../../../../shared/clock.js';
import { Refusal } from '../../../../shared/errors.js';
import { newId } from '../../../../shared/ids.js';
import { type AuditActor, AuditService } from '../../../audit/index.js';
import { OrganizationsService } from '../../../organizations/index.js';
import { memberErrors } from '../../members.errors.js';
import { lockMember, type PlacedMember } from '../../people/members.repository.js';
import { membershipErrors } from '../membership.errors.js';
import {
  decideConfirmation,
  decideEnding,
  decideTransferRequest,
  type Side,
  sidesOf,
  TRANSFER_REMIND_MS,
  TRANSFER_VALID_MS,
} from './transfer.rules.js';
import { findSoleEnterprise } from './transfers.queries.js';
import {
  expireDue,
  findMemberOf,
  insertTransfer,
  lockOpenTransfer,
  lockTransfer,
  remindDue,
  type TransferRow,
  updateConfirmed,
  updateEnded,
} from './transfers.repository.js';
import { TransfersService } from './transfers.service.js';

const EVERYWHERE = ['%'];
const CHUNK = 500;

export interface TransferOrder {
  readonly memberId: string;
  readonly toOrgId: string;
  /** Left out: the union's own enterprise where it has just one, else none. */
  readonly enterpriseId?: string | undefined;
  /** Whose word the request is: a union's request is its confirmation, a worker's is nobody's. */
  readonly side: Side | 'WORKER';
  /** Who acts: a caller, or the jobs process for a roster. */
  readonly actor: AuditActor;
  /** The login that asked. */
  readonly loginId: string;
  readonly reason: string | null;
}

export interface TransferAsked {
  readonly transferId: string;
  /** `REQUESTED`: the other side is asked. `WAITING`: it is asked already. `MOVED`: it had agreed before, so the member has moved. */
  readonly outcome: 'REQUESTED' | 'WAITING' | 'MOVED';
}

/** Moves that both unions confirm (动态接转). Locks: the member, then the transfer. */
@Injectable()
export class TransferRequests {
  constructor(
    private readonly database: Database,
    private readonly organizations: OrganizationsService,
    private readonly transfers: TransfersService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * Asks for a move, or gives a side's word to the one that waits. No statement fails on a refusal, so a roster may go on with its
   * next row in the same transaction. The caller has checked that the requester speaks for the side.
   * @throws Refusal MEMBER_UNKNOWN, MEMBER_WITHDRAWN, TRANSFER_SAME_UNION, TRANSFER_UNION_WRONG, TRANSFER_OPEN
   */
  async requestTransfer(tx: Tx, order: TransferOrder): Promise<TransferAsked> {
    const member = await lockMember(tx, order.memberId, EVERYWHERE);
    if (member === null) throw new Refusal(memberErrors.MEMBER_UNKNOWN);
    const refusal = decideTransferRequest(member, order.toOrgId);
    if (refusal !== null) throw new Refusal(membershipErrors[refusal]);
    const now = this.clock.now();
    const open = await lockOpenTransfer(tx, order.memberId);
    if (open !== null && open.expiresAt > now) return this.agree(tx, member, open, order);
    if (open !== null) await updateEnded(tx, open.id, { state: 'EXPIRED', reason: null, at: now });

    const to = await this.organizations.findAnywhere(tx, order.toOrgId);
    if (to === null) throw new Refusal(membershipErrors.TRANSFER_UNION_WRONG, { field: 'orgId' });
    const id = newId();
    await insertTransfer(tx, {
      id,
      memberId: member.id,
      fromOrgId: member.orgId,
      toOrgId: to.id,
      enterpriseId: order.enterpriseId ?? (await findSoleEnterprise(tx, to.id)),
      requestedSide: order.side,
      requestedBy: order.loginId,
      reason: order.reason,
      createdAt: now,
      expiresAt: new Date(now.getTime() + TRANSFER_VALID_MS),
    });
    if (order.side !== 'WORKER') await updateConfirmed(tx, id, [order.side], order.loginId, now);
    await this.note(tx, order.actor, 'requested', member.id, { transferId: id, side: order.side });
    return { transferId: id, outcome: 'REQUESTED' };
  }

  /** A union agrees; the second one moves the member at once. @throws Refusal TRANSFER_UNKNOWN, TRANSFER_ENDED, TRANSFER_CONFIRMED */
  async confirm(caller: OfficerCaller, transferId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { member, transfer } = await this.lock(tx, transferId);
      await this.confirmLocked(tx, caller, caller.loginId, member, transfer, this.sidesFor(caller, transfer));
    });
  }

  /** A union says no, or takes its own request back. @throws Refusal TRANSFER_UNKNOWN, TRANSFER_ENDED, TRANSFER_NOT_YOURS */
  async end(caller: OfficerCaller, transferId: string, wanted: 'REFUSE' | 'CANCEL', reason: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { member, transfer } = await this.lock(tx, transferId);
      const sides = this.sidesFor(caller, transfer);
      await this.endLocked(tx, caller, member, transfer, { sides, wanted, reason });
    });
  }

  /** The worker takes their own request back. @throws Refusal TRANSFER_UNKNOWN, TRANSFER_ENDED, TRANSFER_NOT_YOURS */
  async cancelOwn(caller: WorkerCaller, transferId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { member, transfer } = await this.lock(tx, transferId);
      if (member.id !== caller.memberId) throw new Refusal(membershipErrors.TRANSFER_UNKNOWN);
      await this.endLocked(tx, caller, member, transfer, { sides: ['WORKER'], wanted: 'CANCEL', reason: null });
    });
  }

  /** Clock work: reminds of what waits for long, ends what waited too long. */
  async watch(): Promise<void> {
    const now = this.clock.now();
    const before = new Date(now.getTime() - TRANSFER_REMIND_MS);
    await this.database.transaction((tx) => remindDue(tx, before, now));
    const system = { kind: 'system', id: 'jobs' } as const;
    for (let some = CHUNK; some === CHUNK;) {
      some = await this.database.transaction(async (tx) => {
        const ended = await expireDue(tx, now, CHUNK);
        for (const { id, memberId } of ended) await this.note(tx, system, 'expired', memberId, { transferId: id });
        return ended.length;
      });
    }
  }

  private async agree(
    tx: Tx,
    member: PlacedMember,
    open: TransferRow,
    { toOrgId, side, actor, loginId }: TransferOrder,
  ): Promise<TransferAsked> {
    if (open.toOrgId !== toOrgId) throw new Refusal(membershipErrors.TRANSFER_OPEN);
    const waits = { transferId: open.id, outcome: 'WAITING' } as const;
    if (side === 'WORKER' || (side === 'FROM' ? open.fromConfirmed : open.toConfirmed)) return waits;
    const moved = await this.confirmLocked(tx, actor, loginId, member, open, [side]);
    return moved ? { transferId: open.id, outcome: 'MOVED' } : waits;
  }

  private async confirmLocked(
    tx: Tx,
    actor: AuditActor,
    loginId: string,
    member: PlacedMember,
    transfer: TransferRow,
    sides: readonly Side[],
  ): Promise<boolean> {
    const now = this.clock.now();
    const decision = decideConfirmation(transfer, sides, now);
    if (!decision.allowed) throw new Refusal(membershipErrors[decision.reason]);
    await updateConfirmed(tx, transfer.id, decision.confirms, loginId, now);
    const detail = { transferId: transfer.id, sides: decision.confirms };
    await this.note(tx, actor, 'confirmed', member.id, detail);
    if (!decision.done) return false;
    await updateEnded(tx, transfer.id, { state: 'DONE', reason: null, at: now });
    const to = { id: transfer.toOrgId, path: transfer.toPath };
    await this.transfers.move(tx, actor, member, {
      to,
      enterpriseId: transfer.enterpriseId,
      reason: transfer.reason,
    });
    return true;
  }

  private async endLocked(
    tx: Tx,
    actor: AuditActor,
    member: PlacedMember,
    transfer: TransferRow,
    how: { sides: readonly (Side | 'WORKER')[]; wanted: 'REFUSE' | 'CANCEL'; reason: string | null },
  ): Promise<void> {
    const now = this.clock.now();
    const decision = decideEnding(transfer, how.sides, how.wanted, now);
    if (!decision.allowed) throw new Refusal(membershipErrors[decision.reason]);
    const { state } = decision;
    await updateEnded(tx, transfer.id, { state, reason: how.reason, at: now });
    await this.note(tx, actor, state.toLowerCase(), member.id, { transferId: transfer.id });
  }

  private async lock(tx: Tx, transferId: string): Promise<{ member: PlacedMember; transfer: TransferRow }> {
    const memberId = await findMemberOf(tx, transferId);
    const member = memberId === null ? null : await lockMember(tx, memberId, EVERYWHERE);
    const transfer = member === null ? null : await lockTransfer(tx, transferId);
    if (member === null || transfer === null) throw new Refusal(membershipErrors.TRANSFER_UNKNOWN);
    return { member, transfer };
  }

  private sidesFor(caller: OfficerCaller, transfer: TransferRow): Side[] {
    const sides = sidesOf(transfer, caller.scope);
    if (sides.length === 0) throw new Refusal(membershipErrors.TRANSFER_UNKNOWN);
    return sides;
  }

  private async note(
    tx: Tx,
    actor: AuditActor,
    verb: string,
    memberId: string,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.audit.record(tx, actor, `transfer.${verb}`, { kind: 'member', id: memberId }, detail);
  }
}
