import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.js';
import { beyondScope } from '../../platform/database/reach.js';
import type { Caller } from '../../shared/caller.js';
import { Clock } from '../../shared/clock.js';
import type { Page } from '../../shared/page.js';
import { listEntries } from './audit.queries.js';
import { insertEntry } from './audit.repository.js';
import type { AuditEntryView, AuditQuery } from './audit.schemas.js';

/** Who acted: a caller, somebody who becomes one by signing in, or a part of the system named by its id, such as `jobs`. */
export type AuditActor =
  | Caller
  | { readonly kind: 'officer' | 'merchant'; readonly loginId: string }
  | { readonly kind: 'system'; readonly id: string };

export interface AuditSubject {
  readonly kind: string;
  readonly id: string;
}

/** Subjects that are a person, or belong to one. */
const PEOPLE = new Set(['member', 'card', 'application']);

/** Writes the trail and reads it back. */
@Injectable()
export class AuditService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Notes what was done, in the transaction that does it; `detail` is surrogates and figures. Why something was done to a person stands
   * in their own history, where it can be emptied when they are erased; what stays here is the purpose an officer gave for a look at
   * somebody, which is their account of what they did.
   */
  async record(
    tx: Tx,
    actor: AuditActor,
    action: string,
    subject: AuditSubject,
    detail: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const entry = {
      at: this.clock.now(),
      actorKind: actor.kind,
      actorId: actorIdOf(actor),
      action,
      subjectKind: subject.kind,
      subjectId: subject.id,
      detail: PEOPLE.has(subject.kind) ? withoutWords(detail) : detail,
    };
    await beyondScope(tx, 'the trail is one for everybody, and writing it shows nothing', () => insertEntry(tx, entry));
  }

  /** Newest first. */
  list(query: AuditQuery): Promise<Page<AuditEntryView>> {
    return listEntries(this.database.db, query);
  }
}

// The trail is chained and kept for ever: a reason written by hand may name somebody, and could never be taken out again. The purpose of a
// look stays, as the page says before it is written: without it nobody could answer for the look.
function withoutWords({ reason: _reason, ...detail }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return detail;
}

function actorIdOf(actor: AuditActor): string {
  if (actor.kind === 'system') return actor.id;
  return actor.kind === 'terminal' ? actor.terminalId : actor.loginId;
}
