import type {
  AllocationRequest,
  BudgetDecision,
  BudgetHistoryItem,
  BudgetLineRequest,
  BudgetMove,
  BudgetProposalRequest,
  BudgetProposalView,
  BudgetTreeLine,
  BudgetTreeView,
  CarryOverRequest,
} from '../../../modules/benefits/budgets/budget.schemas.js';
import type { Page } from '../../../shared/page.js';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type { BudgetHistoryItem, BudgetProposalRequest, BudgetProposalView, BudgetTreeLine, BudgetTreeView };

const at = (id: string): string => `/console/v1/budgets/${encodeURIComponent(id)}`;

/** Every line of the officer's subtree, of all years; `owner` marks what its campaigns may draw from. */
export function getBudgetTree(owner?: string, signal?: AbortSignal): Promise<BudgetTreeView> {
  return session.request('GET', withQuery('/console/v1/budget-tree', { owner }), { signal });
}

export async function getBudgetHistory(id: string, signal?: AbortSignal): Promise<readonly BudgetHistoryItem[]> {
  const answer = await session.request<{ items: readonly BudgetHistoryItem[] }>('GET', `${at(id)}/history`, { signal });
  return answer.items;
}

/** What waits for a second officer. */
export async function listBudgetProposals(signal?: AbortSignal): Promise<readonly BudgetProposalView[]> {
  const path = '/console/v1/budget-proposals?state=PROPOSED&limit=100';
  return (await session.request<Page<BudgetProposalView>>('GET', path, { signal })).items;
}

export function openBudgetLine(body: BudgetLineRequest): Promise<BudgetProposalView> {
  return session.request('POST', '/console/v1/budgets', { body });
}

export function proposeOnLine(id: string, body: BudgetProposalRequest): Promise<BudgetProposalView> {
  return session.request('POST', `${at(id)}/proposals`, { body });
}

export function allocate(id: string, body: AllocationRequest): Promise<BudgetMove> {
  return session.request('POST', `${at(id)}/allocations`, { body });
}

export function carryOver(id: string, body: CarryOverRequest): Promise<BudgetMove> {
  return session.request('POST', `${at(id)}/carry-over`, { body });
}

export function closeLine(id: string, version: number): Promise<BudgetMove> {
  return session.request('POST', `${at(id)}/close`, { body: { version } });
}

export function decideBudgetProposal(id: string, body: BudgetDecision): Promise<BudgetProposalView> {
  return session.request('POST', `/console/v1/budget-proposals/${id}/decision`, { body });
}
