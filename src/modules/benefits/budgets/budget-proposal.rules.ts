import type { OfficerCaller } from '../../../shared/caller.js';
import { isWithin, orgIdsOf } from '../../../shared/org-path.js';

export interface ProposalFacts {
  readonly kind: 'RAISE' | 'REDUCE' | 'CLAW_BACK';
  readonly state: string;
  readonly proposedBy: string;
  /** Where the line's organisation stands, and that of the line above it. */
  readonly orgPath: string;
  readonly parentPath: string | null;
}

/** Where an officer must look after things to propose this: a claw-back is the upper line's to ask for. */
export function placeOfProposal({ kind, orgPath, parentPath }: Pick<ProposalFacts, 'kind' | 'orgPath' | 'parentPath'>) {
  return kind === 'CLAW_BACK' ? parentPath : orgPath;
}

/** Whether an officer answers for the money a proposal moves; the federation's own is let through by who looks after the whole city. */
export function isCheckersPlace(facts: ProposalFacts, { scope }: Pick<OfficerCaller, 'scope'>): boolean {
  const place = placeOfProposal(facts);
  if (place === null) return false;
  return scope.some(
    (subtree) => isWithin(place, subtree) && (facts.kind === 'CLAW_BACK' || orgIdsOf(subtree).length === 1),
  );
}

/** Whether an open proposal may be let through or turned down by this officer; one's own may only be turned down, which takes it back. */
export function decideProposal(
  { state, proposedBy }: Pick<ProposalFacts, 'state' | 'proposedBy'>,
  officer: string,
  approve: boolean,
): 'BUDGET_PROPOSAL_DECIDED' | 'SAME_PERSON' | null {
  if (state !== 'PROPOSED') return 'BUDGET_PROPOSAL_DECIDED';
  return approve && proposedBy === officer ? 'SAME_PERSON' : null;
}
