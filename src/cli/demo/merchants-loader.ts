import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import {
  type LoadedTerminal,
  MerchantsService,
  newKeyId,
  POS_SCOPES,
  type StoreRow,
  TerminalKeysService,
} from '../../modules/merchants/index.js';
import { rawEd25519PublicKey } from '../../platform/crypto/ed25519.js';
import type { TerminalCaller } from '../../shared/caller.js';
import { DAY_MS } from '../../shared/time.js';
import { at } from './dice.js';
import type { DemoProduct } from './demo-product.js';
import type { DemoFacts } from './demo-state.js';
import { createMerchantLogin } from './logins-loader.js';
import { HABITS, MERCHANTS, STREETS } from './merchants.data.js';
import { count } from './places-loader.js';
import { emptyFolder, writeSecret } from './secret-files.js';

const STORES_A_MERCHANT = 3;
/** Tills somebody may play with have their key in a file; the others only stand in their store. */
const SHOWN_TERMINALS = 20;
const PARK_CODES = Array.from('ABCDEFGHI');
const OPENED_DAYS_AGO = 400;

/** A till as the history uses it. */
export interface DemoTill extends TerminalCaller {
  readonly storeName: string;
}

export interface DemoMerchants {
  readonly tills: readonly DemoTill[];
  readonly terminals: DemoFacts['terminals'];
  readonly logins: DemoFacts['logins'];
}

interface Shop extends StoreRow {
  readonly category: string;
}

/** Loads merchants, three stores each, a till in every store and the people of the first merchant. */
export async function loadMerchants(product: DemoProduct): Promise<DemoMerchants> {
  const createdAt = new Date(product.now.getTime() - OPENED_DAYS_AGO * DAY_MS);
  const shops = MERCHANTS.flatMap((merchant, index) =>
    Array.from({ length: STORES_A_MERCHANT }, (_, number) => shopOf(product, merchant, index, number, createdAt)),
  );
  const keys = new Map<string, KeyObject>();
  const terminals = shops.map((shop): LoadedTerminal => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const id = `pos-${shop.id}`;
    keys.set(id, privateKey);
    return {
      id,
      storeId: shop.id,
      label: '1 号收银台',
      kind: 'POS',
      scopes: [...POS_SCOPES],
      createdAt,
      keyId: newKeyId(),
      publicKey: rawEd25519PublicKey(publicKey),
    };
  });
  await product.database.transaction(async (tx) => {
    const merchants = MERCHANTS.map((merchant) => ({ ...merchant, createdAt }));
    const stores = shops.map(({ category: _category, ...store }) => store);
    await product.get(MerchantsService).load(tx, merchants, stores);
    await product.get(TerminalKeysService).load(tx, terminals);
  });
  product.say(`${MERCHANTS.length} merchants, ${count(shops.length)} stores`);
  const tills = terminals.map((terminal, index) => tillOf(terminal, at(shops, index)));
  return { tills, terminals: await writeKeys(product, tills, keys), logins: await loadStaff(product) };
}

function shopOf(
  { dice }: DemoProduct,
  merchant: (typeof MERCHANTS)[number],
  index: number,
  number: number,
  createdAt: Date,
): Shop {
  const street = dice.pick(STREETS);
  const near = /[区县](.+?)[东西南北中]?(?:大道|路)$/.exec(street)?.[1] ?? street;
  const inPark = number > 0;
  return {
    id: `${merchant.id}-${number + 1}`,
    merchantId: merchant.id,
    name: `${merchant.name}${number === 0 ? '总店' : `${near}${number === 1 ? '店' : '二店'}`}`,
    address: `南昌市${street}${dice.int(1, 880)}号`,
    parkCode: inPark ? at(PARK_CODES, (index * 2 + number) % PARK_CODES.length) : null,
    openingHours: HABITS[merchant.category]?.hours ?? '09:00-21:00',
    createdAt,
    category: merchant.category,
  };
}

function tillOf(terminal: LoadedTerminal, shop: Shop): DemoTill {
  return {
    kind: 'terminal',
    terminalId: terminal.id,
    keyId: terminal.keyId,
    storeId: shop.id,
    merchantId: shop.merchantId,
    merchantCategory: shop.category,
    scopes: terminal.scopes,
    storeName: shop.name,
  };
}

/** The main store of each of twenty merchants, supermarkets first. */
async function writeKeys(
  { dataDir, keyring }: DemoProduct,
  tills: readonly DemoTill[],
  keys: ReadonlyMap<string, KeyObject>,
): Promise<DemoFacts['terminals']> {
  const folder = join(dataDir, 'terminals');
  await emptyFolder(folder);
  const { kid, publicKey } = keyring.answerSigner;
  const answerKey = { kid, publicKey: Buffer.from(publicKey).toString('base64url') };
  const shown = tills.filter((_, index) => index % STORES_A_MERCHANT === 0).slice(0, SHOWN_TERMINALS);
  return Promise.all(
    shown.map(async ({ terminalId, keyId, storeName }) => {
      const keyFile = join(folder, `${terminalId}.json`);
      const privateKeyPem = keys.get(terminalId)?.export({ type: 'pkcs8', format: 'pem' });
      await writeSecret(keyFile, { terminalId, keyId, privateKeyPem, answerKey });
      return { id: terminalId, store: storeName, keyFile };
    }),
  );
}

async function loadStaff(product: DemoProduct): Promise<DemoFacts['logins']> {
  const [first, second] = [at(MERCHANTS, 0), at(MERCHANTS, 6)];
  const cashierAt = (username: string, displayName: string, merchantId: string) => ({
    username,
    displayName,
    merchantId,
    storeId: `${merchantId}-1`,
  });
  const people = [
    { username: 'owner.ganjiang', displayName: '老板 刘建国', merchantId: first.id, storeId: null },
    cashierAt('cashier.ganjiang', '收银员 陈燕', first.id),
    cashierAt('cashier.noodle', '收银员 徐军', second.id),
    // Where a fixed price and a service are to be seen at a till.
    cashierAt('cashier.cinema', '售票员 曾丽', 'star-cinema'),
    cashierAt('cashier.checkup', '前台 章敏', 'tijian-center'),
  ];
  return Promise.all(people.map((person) => createMerchantLogin(product, person)));
}
