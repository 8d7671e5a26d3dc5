import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Db, type Tx, violatedConstraint } from '../../platform/database/database.js';
import type { MerchantCaller, OfficerCaller } from '../../shared/caller.js';
import { Clock } from '../../shared/clock.js';
import { commonErrors, type ErrorEntry, Refusal } from '../../shared/errors.js';
import type { Page } from '../../shared/page.js';
import { AuditService } from '../audit/index.js';
import { merchantErrors } from './merchants.errors.js';
import {
  findMerchant,
  listCategories,
  listMerchants,
  listStoreNames,
  listStores,
  type StoreFacts,
  type StoreFilter,
  storesOfMerchant,
} from './merchants.queries.js';
import {
  insertMerchants,
  insertStores,
  merchantExists,
  type MerchantRow,
  setMerchantState,
  type StoreRow,
} from './merchants.repository.js';
import type {
  MerchantAction,
  MerchantDetail,
  MerchantMe,
  MerchantsQuery,
  MerchantView,
  NewMerchant,
  NewStore,
  StoreNames,
  StoresQuery,
} from './merchants.schemas.js';
import { TerminalFactsCache } from './terminals/terminal-facts.js';
import { listTerminals } from './terminals/terminals.queries.js';

const NAMES_MAX = 100;

const REFUSED_BY: Readonly<Record<string, ErrorEntry>> = {
  merchant_pkey: merchantErrors.MERCHANT_EXISTS,
  store_pkey: merchantErrors.STORE_EXISTS,
  merchant_category_fkey: merchantErrors.CATEGORY_UNKNOWN,
  store_park_code_fkey: merchantErrors.PARK_UNKNOWN,
};

/** Merchants and their stores: on record, suspended, looked up. */
@Injectable()
export class MerchantsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly facts: TerminalFactsCache,
  ) {}

  list(query: MerchantsQuery): Promise<Page<MerchantView>> {
    return listMerchants(this.database.db, query);
  }

  /** Stores to choose from. */
  async listNames(query: StoresQuery): Promise<StoreNames> {
    return { items: await listStoreNames(this.database.db, query, NAMES_MAX) };
  }

  async categories(): Promise<{ items: { code: string; name: string }[] }> {
    return { items: await listCategories(this.database.db) };
  }

  /** @throws Refusal NOT_FOUND */
  async get(id: string): Promise<MerchantDetail> {
    const merchant = await findMerchant(this.database.db, id);
    if (!merchant) throw new Refusal(commonErrors.NOT_FOUND);
    const stores = await storesOfMerchant(this.database.db, id);
    const terminals = await listTerminals(this.database.db, { merchantId: id });
    return {
      ...merchant,
      stores: stores.map((store) => ({ ...store, terminals: terminals.filter(({ storeId }) => storeId === store.id) })),
    };
  }

  async add(officer: OfficerCaller, request: NewMerchant): Promise<MerchantView> {
    const row = {
      id: request.id ?? newSlug('m'),
      name: request.name,
      category: request.category,
      createdAt: this.clock.now(),
    };
    await this.refusing(() =>
      this.database.transaction(async (tx) => {
        await insertMerchants(tx, [row]);
        await this.audit.record(tx, officer, 'merchant.added', { kind: 'merchant', id: row.id });
      }),
    );
    const { stores: _stores, ...view } = await this.get(row.id);
    return view;
  }

  async addStore(officer: OfficerCaller, merchantId: string, request: NewStore): Promise<MerchantDetail> {
    const { id = newSlug('s'), parkCode = null, ...rest } = request;
    await this.refusing(() =>
      this.database.transaction(async (tx) => {
        if (!(await merchantExists(tx, merchantId))) throw new Refusal(commonErrors.NOT_FOUND);
        await insertStores(tx, [{ id, merchantId, parkCode, ...rest, createdAt: this.clock.now() }]);
        await this.audit.record(tx, officer, 'store.added', { kind: 'store', id }, { merchantId });
      }),
    );
    return this.get(merchantId);
  }

  /** Suspends a merchant or lets it serve again; its tills are refused within two seconds. */
  async change(officer: OfficerCaller, id: string, { action, reason }: MerchantAction): Promise<MerchantDetail> {
    await this.database.transaction(async (tx) => {
      const found = await setMerchantState(tx, id, action === 'SUSPEND' ? 'SUSPENDED' : 'ACTIVE');
      if (!found) throw new Refusal(commonErrors.NOT_FOUND);
      const verb = action === 'SUSPEND' ? 'merchant.suspended' : 'merchant.resumed';
      await this.audit.record(tx, officer, verb, { kind: 'merchant', id }, { reason });
    });
    this.facts.forgetAll();
    return this.get(id);
  }

  /** Who the signed-in person of a merchant is, and which stores are theirs. */
  async describe(caller: MerchantCaller): Promise<MerchantMe> {
    const merchant = await findMerchant(this.database.db, caller.merchantId);
    if (!merchant) throw new Refusal(commonErrors.NOT_FOUND);
    const all = await storesOfMerchant(this.database.db, caller.merchantId);
    const own = all.filter((store) => caller.storeId === null || store.id === caller.storeId);
    const store = own.find(({ id }) => id === caller.storeId) ?? null;
    return {
      merchant: { id: merchant.id, name: merchant.name, category: merchant.category },
      store: store && { id: store.id, name: store.name, address: store.address },
      stores: own.map(({ id, name }) => ({ id, name })),
      role: caller.role,
    };
  }

  /** Stores by what they are and where, for modules above. */
  stores(db: Db, filter?: StoreFilter): Promise<StoreFacts[]> {
    return listStores(db, filter);
  }

  /** Bulk load of merchants and stores, set-wise; for demo data and rehearsals. */
  async load(tx: Tx, merchants: readonly MerchantRow[], stores: readonly StoreRow[]): Promise<void> {
    await insertMerchants(tx, merchants);
    await insertStores(tx, stores);
  }

  private async refusing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const entry = REFUSED_BY[violatedConstraint(error) ?? ''];
      throw entry ? new Refusal(entry) : error;
    }
  }
}

/** An id for what nobody named: readable, unguessable enough never to collide. */
function newSlug(prefix: string): string {
  return `${prefix}-${randomBytes(6).toString('hex')}`;
}
