import type {
  MyJoining,
  SelfApplication,
} from '../../../modules/members/membership/applications/application.schemas.js';
import type { MyMembership } from '../../../modules/members/membership/history/history.schemas.js';
import type { TransferRequest, UnionName } from '../../../modules/members/membership/transfers/transfer.schemas.js';
import type { WithdrawalRequest } from '../../../modules/members/membership/withdrawals/withdrawal.schemas.js';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type { MyJoining, MyMembership, UnionName };

export async function searchUnions(q: string, signal?: AbortSignal): Promise<readonly UnionName[]> {
  return (await session.request<{ items: UnionName[] }>('GET', withQuery('/worker/v1/unions', { q }), { signal }))
    .items;
}

export function getJoining(signal?: AbortSignal): Promise<MyJoining> {
  return session.request('GET', '/worker/v1/joining', { signal });
}

export function apply(body: SelfApplication): Promise<MyJoining> {
  return session.request('POST', '/worker/v1/joining', { body });
}

export function cancelJoining(): Promise<MyJoining> {
  return session.request('POST', '/worker/v1/joining/cancellation', { body: {} });
}

export function getMembership(signal?: AbortSignal): Promise<MyMembership> {
  return session.request('GET', '/worker/v1/membership', { signal });
}

export function requestTransfer(body: TransferRequest): Promise<MyMembership> {
  return session.request('POST', '/worker/v1/membership/transfer', { body });
}

export function cancelTransfer(): Promise<MyMembership> {
  return session.request('POST', '/worker/v1/membership/transfer/cancellation', { body: {} });
}

export function askToLeave(body: WithdrawalRequest): Promise<MyMembership> {
  return session.request('POST', '/worker/v1/membership/withdrawal', { body });
}

export function cancelLeaving(): Promise<MyMembership> {
  return session.request('POST', '/worker/v1/membership/withdrawal/cancellation', { body: {} });
}
