import { Injectable } from '@nestjs/common';
import { isStrongEd25519PublicKey } from '../../../platform/crypto/device-key-check.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import type { WorkerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { fromBase64Url, toBase64Url } from '../../../shared/code/base64url.js';
import { STEP_SECONDS } from '../../../shared/code/phone-code.js';
import { Refusal } from '../../../shared/errors.js';
import { formatCardNo, printCardNo } from '../../../shared/numbers/card-no.js';
import { DAY_MS, shanghaiDate, toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { cardErrors } from '../cards.errors.js';
import { lockOpenCard } from '../cards.repository.js';
import type { BindDeviceRequest, DevicePass, WorkerCard } from '../cards.schemas.js';
import { CardsService } from '../cards.service.js';
import { CodeTexts } from '../code-texts.js';
import { CardKeys } from '../keys/card-keys.js';
import { findOpenPlastic, type PlasticRow } from '../plastic/plastic.repository.js';
import { RENEW_DAYS } from '../plastic/plastic-state.rules.js';
import { issuePass } from '../pass-issuer.js';
import { ShortCodes } from '../pins/short-codes.service.js';
import { ProofService } from './proof.service.js';
import { decideBinding, decideRenewal, isSameKey, offlineTrust } from './device.rules.js';
import {
  type BoundCard,
  clearProofTries,
  findFreezer,
  findHolder,
  findOpenCard,
  findSlots,
  insertDevice,
} from './devices.repository.js';

const SLOT_MAX = 65_535;

/** The worker's phone: bound to the card with a second proof, and given passes to show codes with. */
@Injectable()
export class DevicesService {
  constructor(
    private readonly database: Database,
    private readonly keys: CardKeys,
    private readonly texts: CodeTexts,
    private readonly cards: CardsService,
    private readonly proofs: ProofService,
    private readonly shortCodes: ShortCodes,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  async view(caller: WorkerCaller): Promise<WorkerCard> {
    const { db } = this.database;
    const [member, card] = await Promise.all([findHolder(db, caller.memberId), findOpenCard(db, caller.memberId)]);
    if (member === null) throw new Error(`login ${caller.loginId} belongs to no member`);
    if (card === null) return { member, card: null };
    const [plastic, freezer] = await Promise.all([
      findOpenPlastic(db, card.cardId),
      card.state === 'FROZEN' || card.state === 'LOST' ? findFreezer(db, card.cardId) : null,
    ]);
    return { member, card: { ...this.viewOf(card, freezer), plastic: plastic === null ? null : plasticOf(plastic) } };
  }

  /** Binds the asking phone and gives it its first pass; an earlier phone stops counting at once. */
  async bind(caller: WorkerCaller, request: BindDeviceRequest): Promise<DevicePass> {
    const publicKey = readKey(request.publicKey);
    if (!isStrongEd25519PublicKey(publicKey)) throw new Refusal(cardErrors.DEVICE_KEY_WEAK, { field: 'publicKey' });
    const card = await findOpenCard(this.database.db, caller.memberId);
    const refusal = decideBinding(card?.state ?? null);
    if (refusal !== null) throw new Refusal(cardErrors[refusal]);
    if (card !== null) await this.proofs.prove(caller, card.cardId, request.proof);

    await this.database.transaction(async (tx) => {
      await this.bindLocked(tx, caller, publicKey, request.hardware);
    });
    return this.passFor(caller.memberId, publicKey);
  }

  /** A new pass for the bound phone. @throws Refusal DEVICE_REPLACED when another phone was bound since */
  async renew(caller: WorkerCaller, publicKeyText: string): Promise<DevicePass> {
    return this.passFor(caller.memberId, readKey(publicKeyText));
  }

  /** Binds a key to a card of a demo phone without the proof; the demo's loader is its only caller. */
  async bindDemoDevice(tx: Tx, cardId: string, publicKey: Uint8Array): Promise<{ slot: number }> {
    const { highest } = await findSlots(tx, cardId);
    const slot = highest + 1;
    await insertDevice(tx, { cardId, slot, publicKey, hardware: false }, this.clock.now());
    return { slot };
  }

  private async bindLocked(tx: Tx, caller: WorkerCaller, publicKey: Uint8Array, hardware: boolean): Promise<void> {
    const card = await lockOpenCard(tx, caller.memberId);
    const refusal = decideBinding(card?.state ?? null);
    if (card === null || refusal !== null) throw new Refusal(cardErrors[refusal ?? 'CARD_NOT_ISSUED']);
    await clearProofTries(tx, card.id);
    const { active, highest } = await findSlots(tx, card.id);
    // The phone did not get our answer and asks again: it keeps its slot, and its passes stay good.
    if (active !== null && isSameKey(active.publicKey, publicKey)) return;
    if (highest >= SLOT_MAX) throw new Refusal(cardErrors.DEVICE_SLOTS_USED_UP);

    const slot = highest + 1;
    await insertDevice(tx, { cardId: card.id, slot, publicKey, hardware }, this.clock.now());
    if (card.state === 'ISSUED') {
      await this.cards.step(tx, card, 'ACTIVATE', 'a phone was bound', { kind: 'worker', id: caller.loginId });
    }
    await this.audit.record(tx, caller, 'card.device-bound', { kind: 'card', id: card.id }, { slot, hardware });
  }

  private async passFor(memberId: string, publicKey: Uint8Array): Promise<DevicePass> {
    const card = await findOpenCard(this.database.db, memberId);
    const refusal = decideRenewal(card, publicKey);
    if (card === null || card.slot === null || refusal !== null) {
      throw new Refusal(cardErrors[refusal ?? 'DEVICE_NOT_BOUND']);
    }
    const now = this.clock.now();
    const { pass, expiresAt } = await issuePass(await this.keys.signer('PASS', now, card.keysVersion), {
      cardNo: card.cardNo,
      deviceSlot: card.slot,
      devicePublicKey: publicKey,
      now,
      policyEpoch: card.policyEpoch,
      ...offlineTrust(card.hardware ?? false),
    });
    return {
      cardNo: printCardNo(card.cardNo),
      slot: card.slot,
      pass,
      passExpiresAt: toWireTime(expiresAt),
      stepSeconds: STEP_SECONDS,
      codePrefix: this.texts.prefixes.D,
      shortPrefix: this.texts.prefixes.N,
      shortSecret: toBase64Url(this.shortCodes.secretOf(card.cardNo, card.slot)),
      serverTime: toWireTime(now),
    };
  }

  private viewOf(card: BoundCard, freezer: string | null): Omit<NonNullable<WorkerCard['card']>, 'plastic'> {
    const renewFromOn = shanghaiDate(this.clock.now().getTime() + RENEW_DAYS * DAY_MS);
    const { slot, boundAt, issuedAt, expiresOn, legacyNo, state, policyEpoch } = card;
    return {
      cardNo: printCardNo(card.cardNo),
      cardNoGrouped: formatCardNo(card.cardNo),
      state,
      policyEpoch,
      codePrefix: this.texts.prefixes.D,
      shortPrefix: this.texts.prefixes.N,
      issuedAt: issuedAt === null ? null : toWireTime(issuedAt),
      device: slot === null || boundAt === null ? null : { slot, boundAt: toWireTime(boundAt) },
      expiresOn,
      renewSoon: expiresOn !== null && expiresOn <= renewFromOn,
      legacyNo,
      stoppedByUnion: freezer !== null && freezer !== 'worker',
    };
  }
}

function readKey(text: string): Uint8Array {
  const publicKey = fromBase64Url(text);
  if (publicKey === null) throw new Refusal(cardErrors.DEVICE_KEY_WEAK, { field: 'publicKey' });
  return publicKey;
}

function plasticOf({
  state,
  appliedAt,
  expiresOn,
}: PlasticRow): NonNullable<NonNullable<WorkerCard['card']>['plastic']> {
  return { state, appliedAt: toWireTime(appliedAt), expiresOn };
}
