import type {
  Confirmation,
  ConfirmationAnswerRequest,
  Confirmations,
} from '../../../modules/redemption/second-factors/second-factor.schemas.js';
import { session } from '../session.js';

export type { Confirmation };

/** What tills wait for, newest first. */
export async function listConfirmations(signal?: AbortSignal): Promise<readonly Confirmation[]> {
  return (await session.request<Confirmations>('GET', '/worker/v1/confirmations', { signal })).items;
}

/** Lets one till use the plastic card once, or does not. */
export async function answerConfirmation(id: string, body: ConfirmationAnswerRequest): Promise<void> {
  await session.request('POST', `/worker/v1/confirmations/${id}`, { body });
}
