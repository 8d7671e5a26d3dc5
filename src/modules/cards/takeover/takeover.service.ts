import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keyring } from '../../../platform/crypto/keyring.js';
import { sealFile } from '../../../platform/crypto/sealed-file.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { Outbox } from '../../../platform/outbox/outbox.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { scopeLike } from '../../../shared/org-path.js';
import { pageOf, type Page } from '../../../shared/page.js';
import { toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { OrganizationsService } from '../../organizations/index.js';
import { cardErrors } from '../cards.errors.js';
import { cardTakeoverRequested } from '../cards.events.js';
import type { CardPageQuery } from '../cards.schemas.js';
import { listTakeoverErrors, listTakeovers, type TakeoverViewRow } from './takeover.queries.js';
import { insertTakeover, lockTakeover, oldCardsPlace, setTakeoverState, startTaking } from './takeover.repository.js';
import { TAKEOVER_COLUMNS, TAKEOVER_REPORT_HEAD, takeoverReportLine } from './takeover.rules.js';
import type { TakeoverView } from './takeover.schemas.js';

const FILE_NAME_CHARACTERS_MAX = 200;
const ERRORS_AT_ONCE = 2_000;

export interface OldCardsFile {
  readonly orgId: string;
  readonly fileName: string;
  readonly content: Buffer;
}

/** Old cards from the officer's side: a file is sent, checked without changing anything, then taken over or given up. */
@Injectable()
export class TakeoverService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly organizations: OrganizationsService,
    private readonly outbox: Outbox,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Keeps the file sealed until it is taken over. @throws Refusal TAKEOVER_FILE_EMPTY, ORG_UNKNOWN */
  async request(caller: OfficerCaller, file: OldCardsFile): Promise<{ takeoverId: string }> {
    const { orgId, content } = file;
    if (content.length === 0) throw new Refusal(cardErrors.TAKEOVER_FILE_EMPTY, { field: 'file' });
    const id = newId();
    const fileSha256 = createHash('sha256').update(content).digest();
    const sealed = sealFile(this.keyring.fields, oldCardsPlace(id), content);
    return this.database.transaction(async (tx) => {
      await this.organizations.get(tx, caller, orgId);
      await insertTakeover(tx, {
        id,
        orgId,
        fileName: tidyFileName(file.fileName),
        fileSha256,
        content: sealed,
        requestedBy: caller.loginId,
        createdAt: this.clock.now(),
      });
      const detail = { orgId, bytes: content.length, sha256: fileSha256.toString('hex') };
      await this.record(tx, caller, 'requested', id, detail);
      await this.outbox.append(tx, cardTakeoverRequested, { takeoverId: id });
      return { takeoverId: id };
    });
  }

  /** Takes over what was checked, in the background. @throws Refusal TAKEOVER_STEP_IMPOSSIBLE */
  async take(caller: OfficerCaller, id: string): Promise<TakeoverView> {
    await this.change(caller, id, async (tx) => {
      await startTaking(tx, id);
      await this.record(tx, caller, 'taken', id, {});
      await this.outbox.append(tx, cardTakeoverRequested, { takeoverId: id });
    });
    return this.get(caller, id);
  }

  /** Gives a checked file up; nothing of it stays but its name. */
  async discard(caller: OfficerCaller, id: string): Promise<TakeoverView> {
    await this.change(caller, id, async (tx) => {
      await setTakeoverState(tx, id, 'DISCARDED', { failure: null, at: this.clock.now() });
      await this.record(tx, caller, 'discarded', id, {});
    });
    return this.get(caller, id);
  }

  async list(caller: OfficerCaller, query: CardPageQuery): Promise<Page<TakeoverView>> {
    const filter = { id: null, beforeId: query.cursor ?? null, limit: query.limit };
    const rows = await listTakeovers(this.database.db, scopeLike(caller.scope), filter);
    const page = pageOf(rows, query.limit, (row) => row.id);
    return { items: page.items.map(viewOf), nextCursor: page.nextCursor };
  }

  /** @throws Refusal TAKEOVER_UNKNOWN, also for a file of another subtree */
  async get(caller: OfficerCaller, id: string): Promise<TakeoverView> {
    const filter = { id, beforeId: null, limit: 1 };
    const [row] = await listTakeovers(this.database.db, scopeLike(caller.scope), filter);
    if (row === undefined) throw new Refusal(cardErrors.TAKEOVER_UNKNOWN);
    return viewOf(row);
  }

  /** The error file, line by line: row, column, what is wrong, what to do. */
  async errorLines(caller: OfficerCaller, id: string): Promise<AsyncIterable<readonly string[]>> {
    await this.get(caller, id);
    return this.readErrors(id);
  }

  templateLines(): readonly (readonly string[])[] {
    return [TAKEOVER_COLUMNS.map(({ names }) => names[0] ?? '')];
  }

  private async *readErrors(id: string): AsyncGenerator<readonly string[]> {
    yield TAKEOVER_REPORT_HEAD;
    let after = { rowNo: 0, field: '', reason: '' };
    for (;;) {
      const errors = await listTakeoverErrors(this.database.db, id, after, ERRORS_AT_ONCE);
      yield* errors.map(takeoverReportLine);
      const last = errors.at(-1);
      if (last === undefined) return;
      after = last;
    }
  }

  private async change(caller: OfficerCaller, id: string, work: (tx: Tx) => Promise<void>): Promise<void> {
    await this.database.transaction(async (tx) => {
      const file = await lockTakeover(tx, id, scopeLike(caller.scope));
      if (file === null) throw new Refusal(cardErrors.TAKEOVER_UNKNOWN);
      if (file.state !== 'CHECKED') {
        throw new Refusal(cardErrors.TAKEOVER_STEP_IMPOSSIBLE, { extra: { state: file.state } });
      }
      await work(tx);
    });
  }

  private async record(
    tx: Tx,
    caller: OfficerCaller,
    what: string,
    id: string,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.audit.record(tx, caller, `card-takeover.${what}`, { kind: 'card-takeover', id }, detail);
  }
}

function tidyFileName(name: string): string {
  const base = name.split(/[\\/]/).at(-1)?.replaceAll(/\p{C}/gu, '').trim().slice(0, FILE_NAME_CHARACTERS_MAX);
  return base === undefined || base === '' ? 'cards.csv' : base;
}

function viewOf(row: TakeoverViewRow): TakeoverView {
  return {
    ...row,
    createdAt: toWireTime(row.createdAt),
    finishedAt: row.finishedAt === null ? null : toWireTime(row.finishedAt),
  };
}
