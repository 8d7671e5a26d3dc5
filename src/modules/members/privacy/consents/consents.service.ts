import { Injectable } from '@nestjs/common';
import { Database, type Db, type Tx } from '../../../../platform/database/database.js';
import { Outbox } from '../../../../platform/outbox/outbox.js';
import type { OfficerCaller, WorkerCaller } from '../../../../shared/caller.js';
import { Clock } from '../../../../shared/clock.js';
import { Refusal } from '../../../../shared/errors.js';
import { newId } from '../../../../shared/ids.js';
import { toWireTime } from '../../../../shared/time.js';
import { AuditService } from '../../../audit/index.js';
import { privacyErrors } from '../privacy.errors.js';
import { memberConsentWithdrawn } from '../privacy.events.js';
import type { ConsentAnswer, ConsentKind, ConsentTextView, MyConsent, NewConsentText } from './consent.schemas.js';
import {
  type ConsentTextRow,
  insertConsents,
  insertText,
  listConsents,
  listNewestTexts,
  listTexts,
} from './consents.repository.js';

/** What members agreed to: by kind and version, with everything they ever said kept. */
@Injectable()
export class ConsentsService {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Whether the member's last word on a kind was yes, and to the newest text. */
  async isGiven(db: Db, memberId: string, kind: ConsentKind): Promise<boolean> {
    return (await this.standing(db, memberId)).some((one) => one.kind === kind && one.given);
  }

  async mine(caller: WorkerCaller): Promise<{ items: MyConsent[] }> {
    return { items: await this.standing(this.database.db, caller.memberId) };
  }

  /**
   * Gives or withdraws a consent to the newest text. The general one cannot be withdrawn alone: without it there is no membership to keep.
   * @throws Refusal CONSENT_OUTDATED, CONSENT_GENERAL_NEEDED
   */
  async answer(caller: WorkerCaller, { kind, version, given }: ConsentAnswer): Promise<{ items: MyConsent[] }> {
    if (kind === 'GENERAL' && !given) throw new Refusal(privacyErrors.CONSENT_GENERAL_NEEDED, { field: 'given' });
    const { memberId } = caller;
    return this.database.transaction(async (tx) => {
      const newest = (await listNewestTexts(tx)).find((text) => text.kind === kind);
      if (given && newest?.version !== version) throw new Refusal(privacyErrors.CONSENT_OUTDATED, { field: 'version' });
      const last = (await listConsents(tx, memberId)).find((entry) => entry.kind === kind);
      // Said already: nothing new to keep.
      const isSaid = given ? last?.given === true && last.version === version : last?.given !== true;
      if (isSaid) return { items: await this.standing(tx, memberId) };
      await insertConsents(
        tx,
        [{ id: newId(), memberId, kind, version: given ? version : (last?.version ?? version) }],
        given,
        this.clock.now(),
      );
      const [action, detail] = [given ? 'consent.given' : 'consent.withdrawn', { kind, version }];
      await this.audit.record(tx, caller, action, { kind: 'member', id: memberId }, detail);
      if (!given) await this.outbox.append(tx, memberConsentWithdrawn, { memberId, kind });
      return { items: await this.standing(tx, memberId) };
    });
  }

  /** Consents many gave on paper, such as with their application; the paper is the proof. */
  async loadGeneral(tx: Tx, memberIds: readonly string[]): Promise<void> {
    const text = (await listNewestTexts(tx)).find(({ kind }) => kind === 'GENERAL');
    if (text === undefined || memberIds.length === 0) return;
    const rows = memberIds.map((memberId) => ({ id: newId(), memberId, kind: text.kind, version: text.version }));
    await insertConsents(tx, rows, true, this.clock.now());
  }

  /** The text everybody agrees to who joins; null before one is published. */
  async general(db: Db): Promise<ConsentTextView | null> {
    const text = (await listNewestTexts(db)).find(({ kind }) => kind === 'GENERAL');
    return text === undefined ? null : viewOf(text);
  }

  /** What somebody agreed to when they applied is their consent from the day they are a member. */
  async carryOver(tx: Tx, memberId: string, version: number): Promise<void> {
    await insertConsents(tx, [{ id: newId(), memberId, kind: 'GENERAL', version }], true, this.clock.now());
  }

  async texts(): Promise<{ items: ConsentTextView[] }> {
    return { items: (await listTexts(this.database.db)).map(viewOf) };
  }

  /** Publishes the next version; everybody is asked anew when they come next. */
  async publish(caller: OfficerCaller, text: NewConsentText): Promise<{ items: ConsentTextView[] }> {
    await this.database.transaction(async (tx) => {
      const version = await insertText(tx, text, caller.loginId, this.clock.now());
      const subject = { kind: 'consent-text', id: `${text.kind}-${version}` };
      await this.audit.record(tx, caller, 'consent-text.published', subject, { kind: text.kind, version });
    });
    return this.texts();
  }

  private async standing(db: Db, memberId: string): Promise<MyConsent[]> {
    const [texts, entries] = [await listNewestTexts(db), await listConsents(db, memberId)];
    return texts.map((text) => {
      const history = entries.filter(({ kind }) => kind === text.kind);
      const [last] = history;
      return {
        kind: text.kind,
        given: last?.given === true && last.version === text.version,
        text: viewOf(text),
        history: history.map(({ version, given, at }) => ({ version, given, at: toWireTime(at) })),
      };
    });
  }
}

function viewOf({ publishedAt, ...text }: ConsentTextRow): ConsentTextView {
  return { ...text, publishedAt: toWireTime(publishedAt) };
}
