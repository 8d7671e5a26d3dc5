import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.js';
import type { Caller } from '../../shared/caller.js';
import { Clock } from '../../shared/clock.js';
import type { Page } from '../../shared/page.js';
import { listEntries } from './audit.queries.js';
import type { AuditEntry, AuditQuery } from './audit.schemas.js';

/** Who acts: a caller, or the platform itself under the name of the work. */
export type AuditActor = Caller | { readonly kind: 'system'; readonly id: string };

export interface AuditSubject {
  readonly kind: string;
  readonly id: string;
}

/** The memory of who did what. */
@Injectable()
export class AuditService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Adds an entry in the transaction of the deed. `detail` holds surrogates and amounts, never personal data. */
  async record(tx: Tx, actor: AuditActor, action: string, subject: AuditSubject, detail: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await tx.query(
      'INSERT INTO audit_entry (at, actor_kind, actor_id, action, subject_kind, subject_id, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [this.clock.now(), actor.kind, idOf(actor), action, subject.kind, subject.id, JSON.stringify(detail)],
    );
  }

  /** Newest first. */
  list(query: AuditQuery): Promise<Page<AuditEntry>> {
    return listEntries(this.database.db, query);
  }
}

function idOf(actor: AuditActor): string {
  if (actor.kind === 'system') return actor.id;
  return actor.kind === 'terminal' ? actor.terminalId : actor.loginId;
}
