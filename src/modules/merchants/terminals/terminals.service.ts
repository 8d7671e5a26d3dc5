import { randomBytes, randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { BlindIndex } from '../../../platform/crypto/blind-index.js';
import { isStrongEd25519PublicKey } from '../../../platform/crypto/device-key-check.js';
import { importEd25519PublicKey, verifyWithKey } from '../../../platform/crypto/ed25519.js';
import { Keyring } from '../../../platform/crypto/keyring.js';
import { Database, type Tx, violatedConstraint } from '../../../platform/database/database.js';
import { type Allowance, RateLimiter } from '../../../platform/http/rate-limit.js';
import type { MerchantCaller, OfficerCaller, TerminalScope } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { commonErrors, Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { merchantErrors } from '../merchants.errors.js';
import { findStorePlace } from '../merchants.repository.js';
import { CODE_LIFE_MS, decideCode, drawCode, groupCode, handleOf, normaliseCode } from './enrolment-code.rules.js';
import { TerminalFactsCache } from './terminal-facts.js';
import { listTerminals } from './terminals.queries.js';
import {
  countTerminals,
  findTerminalPlace,
  insertEnrolmentCode,
  insertTerminalKeys,
  insertTerminals,
  lockOpenCodes,
  missCodes,
  revokeTerminal,
  spendCode,
} from './terminals.repository.js';
import type {
  Enrolled,
  Enrolment,
  EnrolmentCodeView,
  NewStoreEnrolmentCode,
  PairBrowser,
  TerminalView,
} from './terminals.schemas.js';

/** What a till may do when nobody said less: never read members, never void another till's redemption. */
export const POS_SCOPES: readonly TerminalScope[] = ['redeem', 'void:own', 'report:store'];
export const BROWSER_SCOPES: readonly TerminalScope[] = ['redeem', 'void:own'];

const TERMINALS_PER_STORE_MAX = 50;
/** Ten tries at once from one address, then one a minute: ten minutes in which a guesser gets nowhere. */
const ENROLMENTS: Allowance = { perSecond: 1 / 60, burst: 10 };

/** Tills: how one comes to a store, and how it leaves. */
@Injectable()
export class TerminalsService {
  private readonly enrolments = new RateLimiter();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly index: BlindIndex,
    private readonly keyring: Keyring,
    private readonly facts: TerminalFactsCache,
  ) {}

  /** Makes a code with which one till can be paired with the store: ten minutes, once, five tries. */
  async makeCode(
    caller: OfficerCaller | MerchantCaller,
    { storeId, label }: NewStoreEnrolmentCode,
  ): Promise<EnrolmentCodeView> {
    await this.checkStore(caller, storeId);
    const code = drawCode((bound) => randomInt(bound));
    const createdAt = this.clock.now();
    const expiresAt = new Date(createdAt.getTime() + CODE_LIFE_MS);
    const row = {
      id: newId(),
      storeId,
      handle: handleOf(code),
      codeHash: this.hashOf(code),
      label,
      expiresAt,
      createdBy: caller.loginId,
      createdAt,
    };
    await this.database.transaction(async (tx) => {
      await insertEnrolmentCode(tx, row);
      await this.audit.record(tx, caller, 'enrolment-code.made', { kind: 'store', id: storeId }, { label });
    });
    return { code: groupCode(code), expiresAt: toWireTime(expiresAt) };
  }

  /** Pairs the till that holds the private half of the key. A wrong code counts against the code it was aimed at. */
  async enrol(address: string, request: Enrolment): Promise<Enrolled> {
    const waitSeconds = await this.enrolments.take(
      [{ key: `enrol:${address}`, allowance: ENROLMENTS }],
      this.clock.now().getTime(),
    );
    if (waitSeconds > 0) throw new Refusal(merchantErrors.ENROLMENT_TOO_OFTEN, { retryAfterSeconds: waitSeconds });
    const publicKey = await provenKey(request.publicKey, request.proof);
    const code = normaliseCode(request.code);
    if (code === null) throw new Refusal(merchantErrors.ENROLMENT_REFUSED);
    // A refusal is an outcome here: throwing inside would take back the count of the miss.
    const enrolled = await this.refusingKnownKeys((tx) => this.spend(tx, code, publicKey));
    if (enrolled === null) throw new Refusal(merchantErrors.ENROLMENT_REFUSED);
    return enrolled;
  }

  /** Makes the browser of a signed-in cashier or owner a till of the store. */
  async pairBrowser(caller: MerchantCaller, request: PairBrowser): Promise<Enrolled> {
    await this.checkStore(caller, request.storeId);
    const publicKey = strongKey(request.publicKey);
    const scopes = BROWSER_SCOPES.filter((scope) => request.scopes?.includes(scope) ?? true);
    if (scopes.length === 0) throw new Refusal(commonErrors.NOT_ALLOWED);
    return this.refusingKnownKeys(async (tx) => {
      const enrolled = await this.place(
        tx,
        { storeId: request.storeId, label: request.label, kind: 'BROWSER', scopes },
        publicKey,
      );
      await this.audit.record(
        tx,
        caller,
        'terminal.paired',
        { kind: 'terminal', id: enrolled.terminalId },
        { storeId: request.storeId },
      );
      return enrolled;
    });
  }

  /** The tills the caller may see: an owner all of the merchant's, a cashier those of the own store. */
  async list(caller: MerchantCaller): Promise<{ items: TerminalView[] }> {
    return { items: await listTerminals(this.database.db, { merchantId: caller.merchantId, storeId: caller.storeId }) };
  }

  /** Ends a till for good; its next request is refused, at other processes within two seconds. */
  async revoke(caller: OfficerCaller | MerchantCaller, terminalId: string): Promise<void> {
    const place = await findTerminalPlace(this.database.db, terminalId);
    if (!place || !maySee(caller, place)) throw new Refusal(commonErrors.NOT_FOUND);
    await this.database.transaction(async (tx) => {
      // Revoked twice is revoked: the second call changes nothing.
      const changed = await revokeTerminal(tx, terminalId, this.clock.now());
      if (changed) await this.audit.record(tx, caller, 'terminal.revoked', { kind: 'terminal', id: terminalId });
    });
    this.facts.forgetAll();
  }

  /** The key our answers are signed with. */
  answerKey(): Enrolled['answerKey'] {
    const { kid, publicKey } = this.keyring.answerSigner;
    return { kid, publicKey: Buffer.from(publicKey).toString('base64url') };
  }

  private async spend(tx: Tx, code: string, publicKey: Uint8Array): Promise<Enrolled | null> {
    const open = await lockOpenCodes(tx, handleOf(code));
    // A code made just before a key was changed still counts.
    const hashes = this.index.all('enrolment-code', code);
    const hash = hashes.find((each) => open.some(({ codeHash }) => each.equals(codeHash))) ?? this.hashOf(code);
    const decision = decideCode(open, hash, this.clock.now());
    if (!decision.fits) {
      await missCodes(tx, decision.missed);
      return null;
    }
    const spent = open.find(({ id }) => id === decision.id);
    if (!spent) throw new Error('the code that fits is not among those judged');
    await spendCode(tx, spent.id, this.clock.now());
    const enrolled = await this.place(
      tx,
      { storeId: spent.storeId, label: spent.label, kind: 'POS', scopes: POS_SCOPES },
      publicKey,
    );
    const maker = { kind: 'system', id: `enrolment-code:${spent.id}` } as const;
    await this.audit.record(
      tx,
      maker,
      'terminal.enrolled',
      { kind: 'terminal', id: enrolled.terminalId },
      { storeId: spent.storeId },
    );
    return enrolled;
  }

  private async place(
    tx: Tx,
    till: { storeId: string; label: string; kind: 'POS' | 'BROWSER'; scopes: readonly TerminalScope[] },
    publicKey: Uint8Array,
  ): Promise<Enrolled> {
    if ((await countTerminals(tx, till.storeId)) >= TERMINALS_PER_STORE_MAX)
      throw new Refusal(merchantErrors.TERMINALS_FULL);
    const createdAt = this.clock.now();
    const terminalId = `t-${randomBytes(6).toString('hex')}`;
    const keyId = newKeyId();
    await insertTerminals(tx, [{ id: terminalId, ...till, createdAt }]);
    await insertTerminalKeys(tx, [{ keyId, terminalId, publicKey, secretCipher: null, createdAt }]);
    return { terminalId, keyId, storeId: till.storeId, answerKey: this.answerKey() };
  }

  private async checkStore(caller: OfficerCaller | MerchantCaller, storeId: string): Promise<void> {
    const place = await findStorePlace(this.database.db, storeId);
    if (!place || !maySee(caller, place)) throw new Refusal(commonErrors.NOT_FOUND);
  }

  private async refusingKnownKeys<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return translateKnownKey(() => this.database.transaction(work));
  }

  private hashOf(code: string): Buffer {
    return this.index.of('enrolment-code', code);
  }
}

/** Officers see every till, an owner the merchant's, a cashier those of the own store. */
function maySee(caller: OfficerCaller | MerchantCaller, place: { storeId: string; merchantId: string }): boolean {
  if (caller.kind === 'officer') return true;
  return caller.merchantId === place.merchantId && (caller.storeId === null || caller.storeId === place.storeId);
}

/** A fresh name for a key: `tk_` and 22 characters. */
export function newKeyId(): string {
  return `tk_${randomBytes(16).toString('base64url')}`;
}

/** @throws Refusal KEY_UNSUITABLE for a key under which one signature would fit many texts */
export function strongKey(text: string): Uint8Array {
  const publicKey = new Uint8Array(Buffer.from(text, 'base64url'));
  if (!isStrongEd25519PublicKey(publicKey)) throw new Refusal(merchantErrors.KEY_UNSUITABLE, { field: 'publicKey' });
  return publicKey;
}

/** A public key whose holder proved to have the private half by signing the key itself. */
export async function provenKey(text: string, proof: string): Promise<Uint8Array> {
  const publicKey = strongKey(text);
  const key = importEd25519PublicKey(publicKey);
  const proven = key !== null && (await verifyWithKey(key, publicKey, Buffer.from(proof, 'base64url')));
  if (!proven) throw new Refusal(merchantErrors.KEY_UNSUITABLE, { field: 'proof' });
  return publicKey;
}

/** Turns the database's "this public key is taken" into its refusal. */
export async function translateKnownKey<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (violatedConstraint(error) === 'terminal_key_public_key_unique')
      throw new Refusal(merchantErrors.KEY_KNOWN, { field: 'publicKey' });
    throw error;
  }
}
