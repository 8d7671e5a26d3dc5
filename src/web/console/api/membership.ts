import type {
  ApplicationDecision,
  ApplicationState,
  ApplicationView,
  ProposalMade,
  ProposalRequest,
  Waiting,
} from '../../../modules/members/membership/applications/application.schemas.js';
import type { HistoryLine, MemberHistory } from '../../../modules/members/membership/history/history.schemas.js';
import type { PhoneChange } from '../../../modules/members/membership/phones/phone.schemas.js';
import type { StandingRequest, StandingStep } from '../../../modules/members/membership/standing/standing.schemas.js';
import type {
  EndTransferRequest,
  TransferMade,
  TransferRequest,
  TransferState,
  TransferView,
  UnionName,
} from '../../../modules/members/membership/transfers/transfer.schemas.js';
import type {
  WithdrawalDecision,
  WithdrawalView,
} from '../../../modules/members/membership/withdrawals/withdrawal.schemas.js';
import type { MemberView } from '../../../modules/members/members.schemas.js';
import type { Page } from '../../../shared/page.js';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type {
  ApplicationState,
  ApplicationView,
  HistoryLine,
  StandingStep,
  TransferState,
  TransferView,
  WithdrawalView,
};

const base = '/console/v1';

export function listApplications(state: string, cursor: string, signal?: AbortSignal): Promise<Page<ApplicationView>> {
  return session.request('GET', withQuery(`${base}/applications`, { state, limit: 50, cursor }), { signal });
}

export function countWaiting(): Promise<Waiting> {
  return session.request('GET', `${base}/applications/waiting`);
}

export function propose(body: ProposalRequest): Promise<ProposalMade> {
  return session.request('POST', `${base}/applications`, { body });
}

export function decideApplication(id: string, body: ApplicationDecision): Promise<ApplicationView> {
  return session.request('POST', `${base}/applications/${id}/decision`, { body });
}

export function listTransfers(state: string, cursor: string, signal?: AbortSignal): Promise<Page<TransferView>> {
  return session.request('GET', withQuery(`${base}/transfers`, { state, limit: 50, cursor }), { signal });
}

export function confirmTransfer(id: string): Promise<TransferView> {
  return session.request('POST', `${base}/transfers/${id}/confirmation`, { body: {} });
}

export function endTransfer(id: string, body: EndTransferRequest): Promise<TransferView> {
  return session.request('POST', `${base}/transfers/${id}/end`, { body });
}

export function listWithdrawals(state: string, cursor: string, signal?: AbortSignal): Promise<Page<WithdrawalView>> {
  return session.request('GET', withQuery(`${base}/withdrawals`, { state, limit: 50, cursor }), { signal });
}

export function decideWithdrawal(id: string, body: WithdrawalDecision): Promise<WithdrawalView> {
  return session.request('POST', `${base}/withdrawals/${id}/decision`, { body });
}

export async function searchUnions(q: string): Promise<readonly UnionName[]> {
  return (await session.request<{ items: UnionName[] }>('GET', withQuery(`${base}/unions`, { q }))).items;
}

export function requestTransfer(memberId: string, body: TransferRequest): Promise<TransferMade> {
  return session.request('POST', `${base}/members/${memberId}/transfer`, { body });
}

export function changeStanding(memberId: string, body: StandingRequest): Promise<MemberView> {
  return session.request('POST', `${base}/members/${memberId}/standing`, { body });
}

export function changePhone(memberId: string, body: PhoneChange): Promise<MemberView> {
  return session.request('POST', `${base}/members/${memberId}/phone`, { body });
}

export function getHistory(memberId: string): Promise<MemberHistory> {
  return session.request('GET', `${base}/members/${memberId}/history`);
}
