import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import type { OfficerCaller, TerminalCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { commonErrors, Refusal } from '../../../shared/errors.js';
import { toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { merchantErrors } from '../merchants.errors.js';
import { TerminalFactsCache } from './terminal-facts.js';
import {
  insertTerminalKeys,
  insertTerminals,
  lockTerminalKeys,
  revokeKey,
  type TerminalRow,
} from './terminals.repository.js';
import type { NewTerminalKey, PosTerminal } from './terminals.schemas.js';
import { newKeyId, provenKey, TerminalsService, translateKnownKey } from './terminals.service.js';

const KEYS_MAX = 2;

/** A till as the bulk load brings it, with the public half of its key. */
export type LoadedTerminal = TerminalRow & { readonly keyId: string; readonly publicKey: Uint8Array };

/** Keys of a till that is in service: two overlap while one is changed for the next. */
@Injectable()
export class TerminalKeysService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly cipher: FieldCipher,
    private readonly facts: TerminalFactsCache,
    private readonly terminals: TerminalsService,
  ) {}

  /** What a till may know of itself. */
  async describe(caller: TerminalCaller): Promise<PosTerminal> {
    const facts = await this.facts.find(caller.keyId);
    const keys = await this.database.transaction((tx) => lockTerminalKeys(tx, caller.terminalId));
    if (!facts || !keys) throw new Refusal(merchantErrors.KEY_UNKNOWN);
    return {
      terminalId: facts.terminalId,
      storeId: facts.storeId,
      storeName: facts.storeName,
      merchantName: facts.merchantName,
      scopes: [...facts.scopes],
      keys,
      answerKey: this.terminals.answerKey(),
      serverTime: toWireTime(this.clock.now()),
    };
  }

  /** Adds the next key, asked for with the present one; both work until one is retired. */
  async add(caller: TerminalCaller, request: NewTerminalKey): Promise<{ keyId: string }> {
    const publicKey = await provenKey(request.publicKey, request.proof);
    const keyId = newKeyId();
    return translateKnownKey(() =>
      this.database.transaction(async (tx) => {
        await this.roomFor(tx, caller.terminalId);
        await insertTerminalKeys(tx, [
          { keyId, terminalId: caller.terminalId, publicKey, secretCipher: null, createdAt: this.clock.now() },
        ]);
        await this.audit.record(
          tx,
          caller,
          'terminal-key.added',
          { kind: 'terminal', id: caller.terminalId },
          { keyId },
        );
        return { keyId };
      }),
    );
  }

  /** Retires one of the till's keys, never the last. */
  async retire(caller: TerminalCaller, keyId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const keys = await lockTerminalKeys(tx, caller.terminalId);
      if (!keys?.includes(keyId)) throw new Refusal(commonErrors.NOT_FOUND);
      if (keys.length === 1) throw new Refusal(merchantErrors.KEY_LAST);
      await revokeKey(tx, keyId, this.clock.now());
      await this.audit.record(
        tx,
        caller,
        'terminal-key.retired',
        { kind: 'terminal', id: caller.terminalId },
        { keyId },
      );
    });
    this.facts.forgetAll();
  }

  /** Gives a server-to-server vendor without Ed25519 a shared secret; it is shown this once and kept sealed. */
  async addHmac(officer: OfficerCaller, terminalId: string): Promise<{ keyId: string; secret: string }> {
    const keyId = newKeyId();
    const secret = randomBytes(32).toString('base64url');
    const secretCipher = this.cipher.seal({ table: 'terminal_key', column: 'secret_cipher', rowId: keyId }, secret);
    await this.database.transaction(async (tx) => {
      await this.roomFor(tx, terminalId);
      await insertTerminalKeys(tx, [{ keyId, terminalId, publicKey: null, secretCipher, createdAt: this.clock.now() }]);
      await this.audit.record(
        tx,
        officer,
        'terminal-key.added',
        { kind: 'terminal', id: terminalId },
        { keyId, algorithm: 'HMAC-SHA256' },
      );
    });
    return { keyId, secret };
  }

  /** Bulk load of tills with their public keys; for demo data and rehearsals. */
  async load(tx: Tx, rows: readonly LoadedTerminal[]): Promise<void> {
    await insertTerminals(
      tx,
      rows.map(({ keyId: _keyId, publicKey: _publicKey, ...row }) => row),
    );
    await insertTerminalKeys(
      tx,
      rows.map(({ keyId, id, publicKey, createdAt }) => ({
        keyId,
        terminalId: id,
        publicKey,
        secretCipher: null,
        createdAt,
      })),
    );
  }

  private async roomFor(tx: Tx, terminalId: string): Promise<void> {
    const keys = await lockTerminalKeys(tx, terminalId);
    if (!keys) throw new Refusal(commonErrors.NOT_FOUND);
    if (keys.length >= KEYS_MAX) throw new Refusal(merchantErrors.KEYS_OVERLAP);
  }
}
