import { createPrivateKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import type { CampaignDefinitionInput } from '../../src/modules/benefits/campaigns/campaign.schemas.js';
import { BudgetsService, CampaignsService } from '../../src/modules/benefits/index.js';
import { CardLoader, DevicesService, issuePass } from '../../src/modules/cards/index.js';
import { CategoriesService, ConsentsService, MemberLoader } from '../../src/modules/members/index.js';
import { newKeyId, POS_SCOPES, TerminalKeysService } from '../../src/modules/merchants/index.js';
import type { Tx } from '../../src/platform/database/database.js';
import { rawEd25519PublicKey } from '../../src/platform/crypto/ed25519.js';
import type { TerminalCaller } from '../../src/shared/caller.js';
import { Clock } from '../../src/shared/clock.js';
import { buildTap, encodePhoneCode, signTap, stepAt, tapBytesToSign } from '../../src/shared/code/phone-code.js';
import { newId } from '../../src/shared/ids.js';
import { makeIdNumber } from '../../src/shared/numbers/id-number.js';
import { aCampaign, anOfficer, seedPlaces } from './benefits.js';
import type { TestApp } from './app.js';

/** A phone bound to a card: shows a fresh code each time it is asked. */
export class Phone {
  private ctr = 0;

  constructor(
    readonly cardNo: number,
    readonly slot: number,
    readonly privateKey: KeyObject,
    readonly pass: Uint8Array,
  ) {}

  show(now: Date): string {
    this.ctr += 1;
    return this.showStep(stepAt(now.getTime() / 1000), this.ctr);
  }

  showStep(step: number, ctr: number): string {
    const tap = buildTap(this.pass, { step, ctr });
    return encodePhoneCode(signTap(tap, new Uint8Array(sign(null, tapBytesToSign(tap), this.privateKey))));
  }
}

export interface TestMember {
  readonly memberId: string;
  readonly cardId: string;
  readonly cardNo: number;
  readonly phone: Phone;
  readonly idNumber: string;
  readonly mobile: string;
}

export interface TestTerminal extends TerminalCaller {
  readonly privateKey: KeyObject;
}

const ACTOR = { kind: 'system', id: 'test' } as const;

/** A small city on a product under test: unions, merchants and a budget line; members, tills and campaigns on demand. */
export class World {
  private members = 0;
  private terminals = 0;
  readonly maker = anOfficer();
  readonly checker = anOfficer();

  private constructor(readonly product: TestApp) {}

  static async build(product: TestApp): Promise<World> {
    await seedPlaces(product.database);
    const world = new World(product);
    await product
      .get(BudgetsService)
      .create(world.maker, { id: 'city-2017', orgId: 'city', name: '2017 年', totalFen: 1_000_000_000 });
    return world;
  }

  get now(): Date {
    return this.product.get(Clock).now();
  }

  /** A member with an active card and a phone bound to it. */
  async aMember(
    given: { orgId?: string; name?: string; categories?: { code: string; level?: string }[] } = {},
  ): Promise<TestMember> {
    const [member] = await this.someMembers(1, given);
    if (!member) throw new Error('no member was made');
    return member;
  }

  async someMembers(
    count: number,
    given: { orgId?: string; name?: string; categories?: { code: string; level?: string }[] } = {},
  ): Promise<TestMember[]> {
    const { product } = this;
    const people = Array.from({ length: count }, () => {
      this.members += 1;
      const birthOn = `19${60 + (this.members % 40)}-0${1 + (this.members % 9)}-15`;
      const seq = Math.floor(this.members / 40);
      return {
        idNumber: makeIdNumber('360102', birthOn, seq % 1000),
        birthOn,
        mobile: `139${String(this.members).padStart(8, '0')}`,
      };
    });
    const now = this.now;
    const cards = await product.database.transaction(async (tx) => {
      const outcomes = await product.get(MemberLoader).insertChunk(
        tx,
        people.map(({ idNumber, birthOn, mobile }) => ({
          orgId: given.orgId ?? 'u1',
          enterpriseId: null,
          name: given.name ?? '王小明',
          gender: 'F' as const,
          birthOn,
          joinedOn: '2010-05-01',
          idNumber,
          phone: mobile,
        })),
      );
      const memberIds = outcomes.map((outcome) => {
        if (outcome.outcome === 'PHONE_TAKEN') throw new Error('the test made one phone twice');
        return outcome.memberId;
      });
      await product.get(ConsentsService).loadGeneral(tx, memberIds);
      const grants = memberIds.flatMap((memberId) =>
        (given.categories ?? []).map(({ code, level }) => ({
          memberId,
          code,
          level: level ?? null,
          fromOn: '2010-01-01',
          untilOn: null,
          basis: 'test',
        })),
      );
      if (grants.length > 0)
        await product
          .get(CategoriesService)
          .loadGrants(tx, grants, { proposedBy: this.maker.loginId, decidedBy: this.checker.loginId });
      const loaded = await product.get(CardLoader).loadCards(
        tx,
        memberIds.map((memberId) => ({ memberId, issuedAt: now, activatedAt: now })),
        { reason: 'test', actor: ACTOR },
      );
      const plastic = loaded.map(({ cardId }) => cardId);
      await product.get(CardLoader).loadPlastic(tx, plastic, { reason: 'test', actor: ACTOR, at: now });
      return loaded;
    });
    return product.database.transaction(async (tx) => {
      const made: TestMember[] = [];
      for (const [at, { cardId, cardNo, memberId }] of cards.entries()) {
        const person = people[at];
        if (!person) throw new Error('more cards than people');
        const phone = await this.bindPhoneIn(tx, cardId, cardNo);
        made.push({ memberId, cardId, cardNo, idNumber: person.idNumber, mobile: person.mobile, phone });
      }
      return made;
    });
  }

  /** Binds a new phone to a card; the old one stops counting. */
  bindPhone(cardId: string, cardNo: number): Promise<Phone> {
    return this.product.database.transaction((tx) => this.bindPhoneIn(tx, cardId, cardNo));
  }

  private async bindPhoneIn(tx: Tx, cardId: string, cardNo: number): Promise<Phone> {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const devicePublicKey = rawEd25519PublicKey(publicKey);
    const { slot } = await this.product.get(DevicesService).bindDemoDevice(tx, cardId, devicePublicKey);
    return new Phone(cardNo, slot, privateKey, await this.aPass(cardNo, slot, devicePublicKey));
  }

  async aPass(cardNo: number, slot: number, devicePublicKey: Uint8Array, at = this.now): Promise<Uint8Array> {
    const signer = this.product.keyring.passSigner('PASS', at);
    const { pass } = await issuePass(signer, {
      cardNo,
      deviceSlot: slot,
      devicePublicKey,
      now: at,
      policyEpoch: 1,
      offlineClass: 0,
      offlineCap: 0,
    });
    return new Uint8Array(Buffer.from(pass, 'base64url'));
  }

  /** A till of a store, with the key it signs with. */
  async aTerminal(storeId = 'wal-1', merchantId = 'wal', merchantCategory = 'SUPERMARKET'): Promise<TestTerminal> {
    this.terminals += 1;
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const terminalId = `tm-${this.terminals}-${randomBytes(3).toString('hex')}`;
    const keyId = newKeyId();
    await this.product.database.transaction((tx) =>
      this.product.get(TerminalKeysService).load(tx, [
        {
          id: terminalId,
          storeId,
          label: '收银机',
          kind: 'POS',
          scopes: [...POS_SCOPES],
          createdAt: this.now,
          keyId,
          publicKey: rawEd25519PublicKey(publicKey),
        },
      ]),
    );
    return {
      kind: 'terminal',
      terminalId,
      keyId,
      storeId,
      merchantId,
      merchantCategory,
      scopes: POS_SCOPES,
      privateKey: createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    };
  }

  /** Publishes a campaign as two officers do. */
  async publish(given: Partial<CampaignDefinitionInput> = {}): Promise<string> {
    const definition = aCampaign(given);
    await this.product.get(CampaignsService).publishDirectly({ definition, maker: this.maker, checker: this.checker });
    return definition.id;
  }

  /** Publishes the next version of a running campaign as two officers do. */
  async publishNext(given: Partial<CampaignDefinitionInput>): Promise<void> {
    const definition = aCampaign(given);
    const campaigns = this.product.get(CampaignsService);
    await campaigns.edit(this.maker, definition.id, definition);
    await campaigns.act(this.maker, definition.id, { action: 'SUBMIT' });
    await campaigns.act(this.checker, definition.id, { action: 'APPROVE' });
    await campaigns.act(this.checker, definition.id, { action: 'PUBLISH' });
  }

  /** The moving row of a campaign. */
  async runtime(
    campaignId: string,
  ): Promise<{ spentFen: number; heldFen: number; totalFen: number; uses: number; state: string }> {
    const rows = await this.product.database.db.query(
      'SELECT spent_fen AS "spentFen", held_fen AS "heldFen", total_fen AS "totalFen", uses, state FROM campaign_runtime WHERE campaign_id = $1',
      [campaignId],
    );
    return rows[0];
  }

  async count(table: string, where = 'true'): Promise<number> {
    const rows: { n: number }[] = await this.product.database.db.query(
      `SELECT count(*)::int AS n FROM ${table} WHERE ${where}`,
    );
    return rows[0]?.n ?? 0;
  }

  newKey(): string {
    return newId();
  }
}
