import type { OfficerCaller } from '../../../../shared/caller.js';
import { maskName } from '../../../../shared/numbers/masks.js';
import { toWireTime } from '../../../../shared/time.js';
import type { MyTransfer, TransferView } from './transfer.schemas.js';
import { type Side, sidesOf, waitingSides } from './transfer.rules.js';
import type { TransferListRow } from './transfers.queries.js';

const wire = (at: Date | null): string | null => (at === null ? null : toWireTime(at));
const factsOf = (row: TransferListRow) => ({
  fromConfirmed: row.fromConfirmedAt !== null,
  toConfirmed: row.toConfirmedAt !== null,
});

/** A transfer as an officer may see it: their own sides, and of the other union nothing until the member has moved. */
export function transferViewOf(row: TransferListRow, caller: OfficerCaller, now: Date): TransferView {
  const sides = sidesOf(row, caller.scope);
  const isDone = row.state === 'DONE';
  const sees = (side: Side): boolean => isDone || sides.includes(side);
  const isOpen = row.state === 'REQUESTED' && row.expiresAt > now && caller.permissions.has('members.change');
  const waiting = waitingSides(factsOf(row));
  return {
    id: row.id,
    memberId: sides.includes(isDone ? 'TO' : 'FROM') ? row.memberId : null,
    nameMasked: maskName(row.memberName),
    state: row.state,
    sides,
    fromOrgName: sees('FROM') ? row.fromOrgName : null,
    toOrgName: sees('TO') ? row.toOrgName : null,
    requestedSide: row.requestedSide,
    fromConfirmedAt: wire(row.fromConfirmedAt),
    toConfirmedAt: wire(row.toConfirmedAt),
    reason: row.reason,
    endedReason: row.endedReason,
    createdAt: toWireTime(row.createdAt),
    expiresAt: toWireTime(row.expiresAt),
    remindedAt: wire(row.remindedAt),
    endedAt: wire(row.endedAt),
    mayConfirm: isOpen && sides.some((side) => waiting.includes(side)),
    mayCancel: isOpen && sides.some((side) => side === row.requestedSide),
  };
}

/** The worker's own transfer. */
export function myTransferOf(row: TransferListRow, now: Date): MyTransfer {
  const { id, state, toOrgName, endedReason, requestedSide } = row;
  return {
    id,
    state,
    toOrgName,
    endedReason,
    ...factsOf(row),
    createdAt: toWireTime(row.createdAt),
    expiresAt: toWireTime(row.expiresAt),
    mayCancel: state === 'REQUESTED' && row.expiresAt > now && requestedSide === 'WORKER',
  };
}
