import { resolve } from 'node:path';
import { Client } from 'pg';
import type { Config } from '../../platform/config/config.js';
import { printCardNo } from '../../shared/numbers/card-no.js';
import { loadBenefits, loadPacks } from './benefits-loader.js';
import { loadCardWork } from './cards-loader.js';
import { type DemoProduct, withProduct } from './demo-product.js';
import type { DemoFacts } from './demo-state.js';
import { loadDeskWork } from './desk-loader.js';
import { loadHistory } from './history-loader.js';
import { loadKeyList } from './keys-loader.js';
import { loadIndicators } from './indicators-loader.js';
import { loadOfficers } from './logins-loader.js';
import { loadImports } from './imports-loader.js';
import { loadMembership } from './membership-loader.js';
import { loadMerchants } from './merchants-loader.js';
import { type DemoHolder, loadPeople } from './people-loader.js';
import { bindPhones, savePhones } from './phones-loader.js';
import { loadPrivacyWork } from './privacy-loader.js';
import { loadPlaces } from './places-loader.js';
import type { DemoPart } from './roster-plan.js';
import { loadUnionChanges } from './tree-loader.js';

export interface DemoLoad {
  readonly config: Config;
  readonly dataDir: string;
  readonly small: boolean;
  /** Hears of the progress. */
  say: (detail: string) => void;
}

/** Whether the database holds anything a demo would be loaded over. */
export async function hasAnyOrg(config: Config): Promise<boolean> {
  const { rows } = await withClient(config.DATABASE_URL, 'app', (client) =>
    client.query<{ any: boolean }>('SELECT EXISTS (SELECT 1 FROM union_org) AS any'),
  );
  return rows[0]?.any ?? false;
}

/** Fills an empty database with a city, through the services of the product; answers what somebody needs to use it. */
export async function loadDemo({ config, dataDir, small, say }: DemoLoad): Promise<DemoFacts> {
  // Without statistics the many small questions of the history would each read whole tables.
  const gather = () => gatherStatistics(config);
  const facts = await withProduct({ config, dataDir: resolve(dataDir), small, say }, (product) =>
    fill(product, gather),
  );
  await gather();
  return facts;
}

async function fill(product: DemoProduct, gather: () => Promise<void>): Promise<DemoFacts> {
  const plan = await loadPlaces(product);
  const officers = await loadOfficers(product);
  const merchants = await loadMerchants(product);
  const holders = await loadPeople(product, plan, officers);
  await loadBenefits(product, officers, plan);
  const phones = await bindPhones(product, holders);
  await gather();
  await loadHistory(product, merchants.tills, phones);
  await loadPacks(
    product,
    officers,
    holders.filter(({ planned }) => planned.part === 'PHONE').map(({ memberId }) => memberId),
  );
  await loadImports(product, officers, holders);
  await loadDeskWork(product, officers);
  await loadMembership(product, officers);
  await loadUnionChanges(product, officers);
  const plastic = await loadCardWork(product, officers);
  const rootKey = await loadKeyList(product);
  await loadPrivacyWork(
    product,
    officers,
    holders.filter(({ planned }) => planned.part === 'PHONE').map(({ memberId }) => memberId),
  );
  await loadIndicators(product, officers, plan);
  await savePhones(product, phones);
  return {
    logins: [...officers.logins, ...merchants.logins, ...workerLogins(holders)],
    terminals: merchants.terminals,
    members: inOrder(holders).map(memberFact),
    plastic,
    rootKey,
  };
}

const SHOWN_FIRST: readonly DemoPart[] = ['PHONE', 'UNBOUND', 'CARDLESS'];

function inOrder(holders: readonly DemoHolder[]): DemoHolder[] {
  return SHOWN_FIRST.flatMap((part) => holders.filter(({ planned }) => planned.part === part));
}

function memberFact({ planned, memberNo, card }: DemoHolder): DemoFacts['members'][number] {
  return {
    memberNo,
    phone: planned.phone,
    cardNo: card === null ? null : printCardNo(card.cardNo),
    categories: planned.category === null ? [] : [planned.category.code],
    proof: proofOf(planned.idNumber),
  };
}

/** Those whose card waits for a phone first: binding a browser to them takes no demo phone's place. */
function workerLogins(holders: readonly DemoHolder[]): DemoFacts['logins'] {
  const waiting = holders.filter(({ planned }) => planned.part === 'UNBOUND');
  return waiting.map(({ planned }) => ({ role: 'worker', username: planned.phone, proof: proofOf(planned.idNumber) }));
}

/** What binding a phone asks for: the last six characters of the ID number. */
const proofOf = (idNumber: string): string => idNumber.slice(-6);

/** Fresh statistics at once: the first screens must not wait for autovacuum. */
async function gatherStatistics({ DATABASE_OWNER_URL, DATABASE_URL }: Config): Promise<void> {
  const role = DATABASE_OWNER_URL === undefined ? 'app' : 'owner';
  await withClient(DATABASE_OWNER_URL ?? DATABASE_URL, role, (client) => client.query('ANALYZE'));
}

async function withClient<T>(url: string, role: 'app' | 'owner', work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, options: `-c role=${role}` });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
