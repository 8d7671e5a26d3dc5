import { Injectable } from '@nestjs/common';
import { Lru } from '../../../platform/crypto/lru.js';
import { Database } from '../../../platform/database/database.js';
import { withinPatience } from '../../../platform/database/patience.js';
import { findTerminalByKey, type TerminalFacts } from './terminals.queries.js';

/** How long another process's revocation may go unseen. */
const FRESH_MS = 2_000;
/** A till that cannot be looked up is told so while its cashier still waits. */
const PATIENCE_MS = 8_000;
const KEYS_MAX = 10_000;

interface Known {
  readonly facts: Promise<TerminalFacts | null>;
  readonly loadedAtMs: number;
}

/** What is known of tills by their key, at most two seconds old; a request in between costs no round trip. */
@Injectable()
export class TerminalFactsCache {
  private byKey = new Lru<Known>(KEYS_MAX);

  constructor(private readonly database: Database) {}

  /** The till of an active key, or null. Requests that arrive together share one load. */
  find(keyId: string): Promise<TerminalFacts | null> {
    // Real elapsed time, not the business clock: a rehearsal that stands still must not see old facts for ever.
    const nowMs = performance.now();
    const known = this.byKey.get(keyId);
    if (known && nowMs - known.loadedAtMs < FRESH_MS) return known.facts;
    const facts = withinPatience(PATIENCE_MS, findTerminalByKey(this.database.db, keyId));
    // A failed load must not be remembered as an answer.
    facts.catch(() => this.byKey.set(keyId, { facts, loadedAtMs: -Infinity }));
    this.byKey.set(keyId, { facts, loadedAtMs: nowMs });
    return facts;
  }

  /** After a change made here, so that this process sees it at once. */
  forgetAll(): void {
    this.byKey = new Lru(KEYS_MAX);
  }
}
