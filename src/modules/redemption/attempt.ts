import { createHash } from 'node:crypto';
import type { CallerRequest } from '../../platform/http/access.js';
import type { TerminalCaller } from '../../shared/caller.js';
import { Refusal } from '../../shared/errors.js';
import { redemptionErrors } from './redemption.errors.js';
import { idempotencyKeySchema } from './redemption.schemas.js';
import type { Attempt } from './redemption.service.js';

/** The key of a write and what "the same request" means: method, path and the raw bytes. @throws Refusal KEY_MISSING */
export function attemptOf(terminal: TerminalCaller, request: CallerRequest): Attempt {
  const header = request.headers['idempotency-key'];
  const parsed = idempotencyKeySchema.safeParse(header);
  if (!parsed.success) throw new Refusal(redemptionErrors.KEY_MISSING, { field: 'Idempotency-Key' });
  const hash = createHash('sha256').update(`${request.method} ${request.url}\n`);
  return { terminal, key: parsed.data, bodyHash: hash.update(request.rawBody ?? Buffer.alloc(0)).digest() };
}
