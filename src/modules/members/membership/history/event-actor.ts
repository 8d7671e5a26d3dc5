import type { AuditActor } from '../../../audit/index.js';
import type { EventActor } from './member-events.repository.js';

/** Who acted, as a history keeps it. */
export function eventActorOf(actor: AuditActor): EventActor {
  switch (actor.kind) {
    case 'officer':
    case 'worker':
    case 'applicant':
      return { kind: actor.kind, id: actor.loginId };
    case 'system':
      return { kind: 'system', id: actor.id };
    case 'merchant':
    case 'terminal':
      throw new Error(`a ${actor.kind} changes nobody's membership`);
  }
}
