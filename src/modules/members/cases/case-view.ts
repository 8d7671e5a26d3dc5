import type { OfficerCaller } from '../../../shared/caller.js';
import { toWireTime } from '../../../shared/time.js';
import { type CaseAction, decideAction, mayChangeEvidence } from './case.rules.js';
import type { CaseView, ObjectionView } from './case.schemas.js';
import type { CaseListRow, ObjectionRow } from './cases.queries.js';

type May = CaseView['may'][number];

/** A case as an officer sees it, with what they may do about it. */
export function caseView(row: CaseListRow, caller: OfficerCaller): CaseView {
  const {
    proposedById,
    preparedById: _maker,
    meaningVersion: _shown,
    proposedBy,
    preparedBy,
    createdAt,
    decidedAt,
    closedAt,
    ...rest
  } = row;
  return {
    ...rest,
    applied: proposedById === null,
    proposedBy,
    preparedBy,
    createdAt: toWireTime(createdAt),
    decidedAt: decidedAt === null ? null : toWireTime(decidedAt),
    closedAt: closedAt === null ? null : toWireTime(closedAt),
    may: mayOf(row, caller),
  };
}

function mayOf(row: CaseListRow, { permissions, loginId }: OfficerCaller): May[] {
  const facts = { kind: row.kind, state: row.state, proposedBy: row.proposedById, preparedBy: row.preparedById };
  // Evidence is counted when somebody tries; whether there is enough is no matter of who may.
  const allows = (action: CaseAction): boolean => decideAction(action, facts, loginId) === null;
  const prepares = permissions.has('categories.propose');
  const decides = permissions.has('categories.approve');
  const may: readonly (readonly [May, boolean])[] = [
    ['OPEN_EVIDENCE', permissions.has('evidence.view')],
    ['ADD_EVIDENCE', prepares && mayChangeEvidence(row.state, 'OFFICER')],
    ['COMPLETE', prepares && allows('COMPLETE')],
    ['RETURN', prepares && allows('RETURN')],
    ['APPROVE', decides && allows('APPROVE')],
    ['REFUSE', decides && allows('REFUSE')],
    ['OBJECT', prepares && row.state === 'NOTICE'],
    ['WITHDRAW', prepares && row.proposedById !== null && allows('WITHDRAW')],
  ];
  return may.filter(([, is]) => is).map(([what]) => what);
}

export function objectionView(row: ObjectionRow, { permissions, loginId }: OfficerCaller): ObjectionView {
  return {
    id: row.id,
    state: row.state,
    recordedBy: row.recordedBy ?? '',
    recordedAt: toWireTime(row.recordedAt),
    settledBy: row.settledBy,
    settledAt: row.settledAt === null ? null : toWireTime(row.settledAt),
    note: row.note,
    maySettle: row.state === 'OPEN' && row.recordedById !== loginId && permissions.has('categories.approve'),
  };
}
