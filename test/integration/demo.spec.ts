import { readFileSync, statSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DemoFacts, demoFactsSchema } from '../../src/cli/demo/demo-state.js';
import { hasAnyOrg, loadDemo } from '../../src/cli/demo/load-demo.js';
import { SMALL_TOTALS } from '../../src/cli/demo/parks.js';
import { MECHANISM_SCHEMAS } from '../../src/modules/benefits/campaigns/mechanism.schemas.js';
import { CardKeys, PinsService, RevocationService, verifyPlastic } from '../../src/modules/cards/index.js';
import { LedgerService } from '../../src/modules/ledger/index.js';
import { AuditorService } from '../../src/modules/redemption/index.js';
import { IndicatorsService } from '../../src/modules/reporting/index.js';
import { parseConfig } from '../../src/platform/config/config.js';
import { Keyring } from '../../src/platform/crypto/keyring.js';
import { readRevocationList } from '../../src/shared/code/revocation-list.js';
import { decodePlasticCode } from '../../src/shared/code/plastic-code.js';
import { parseCardNo } from '../../src/shared/numbers/card-no.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer } from '../support/benefits.js';
import { freshDatabase } from '../support/database.js';
import { drain } from '../support/drain.js';

describe('the small demo', () => {
  let folder: string;
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let product: TestApp;
  let facts: DemoFacts;
  let wasEmpty: boolean;
  const said: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demo-'));
    database = await freshDatabase();
    const keysDir = join(folder, 'keys');
    await Keyring.createMissing(keysDir);
    const config = parseConfig({
      DATABASE_URL: database.appUrl,
      DATABASE_EVIDENCE_URL: database.evidenceUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      KEYS_DIR: keysDir,
      DEMO: '1',
    });
    wasEmpty = !(await hasAnyOrg(config));
    facts = await loadDemo({ config, dataDir: folder, small: true, say: (detail) => said.push(detail) });
    product = await startApp({ database, keyring: await Keyring.load(keysDir), jobs: true });
  }, 300_000);
  afterAll(async () => {
    await product.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const count = async (from: string): Promise<number> => {
    const rows: { n: number }[] = await product.database.db.query(`SELECT count(*)::int AS n FROM ${from}`);
    return rows[0]?.n ?? 0;
  };

  it('is loaded into an empty database only', async () => {
    expect(wasEmpty).toBe(true);
    expect(await hasAnyOrg(product.config)).toBe(true);
    expect(said).toContain('members 2,070 / 2,070');
  });

  it('has people who want to join, moves in each state, and members between jobs', async () => {
    const states = async (table: string): Promise<string[]> => {
      const rows: { state: string }[] = await product.database.db.query(
        `SELECT state FROM ${table} GROUP BY state ORDER BY state`,
      );
      return rows.map(({ state }) => state);
    };
    expect(await states('membership_application')).toEqual(['JOINED', 'PENDING', 'REFUSED']);
    expect(await states('member_transfer')).toEqual(['CANCELLED', 'DONE', 'EXPIRED', 'REFUSED', 'REQUESTED']);
    expect(await states('member_withdrawal')).toEqual(['REQUESTED']);
    expect(await count(`member WHERE membership = 'RETAINED'`)).toBe(2);
    expect(await count(`member WHERE membership = 'WITHDRAWN'`)).toBe(1);
  });

  it('has officers with a last day, a union that moved and one that is no more', async () => {
    expect(await count(`login_role WHERE until_on > current_date AND role = 'PARK_OFFICER'`)).toBe(1);
    expect(await count(`login_role WHERE until_on > current_date AND role = 'GRASSROOTS_OFFICER'`)).toBe(1);
    expect(facts.logins.map(({ username }) => username)).toEqual(expect.arrayContaining(['park.b', 'union.b001']));
    expect(await count(`audit_entry WHERE action = 'union-org.moved' AND at < now() - interval '3 days'`)).toBe(1);
    expect(await count('union_org WHERE dissolved_at < now()')).toBe(1);
  });

  it('shows the rates of the census on the overview', async () => {
    const overview = await product.get(IndicatorsService).overview(anOfficer());
    expect(overview).toMatchObject({
      enterprises: SMALL_TOTALS.enterprises,
      enterprisesWithUnion: SMALL_TOTALS.withUnion,
      workers: SMALL_TOTALS.workers,
      members: SMALL_TOTALS.members,
      cards: SMALL_TOTALS.cards,
      establishmentRate: 0.848,
      membershipRate: 0.828,
    });
    expect(overview.parks).toHaveLength(9);
  });

  it('has a past whose books balance once every fact was handled', async () => {
    await drain(product);
    const check = await product.get(LedgerService).check(product.database.db);
    expect(check).toMatchObject({ balanced: true });
    expect(await count(`redemption WHERE state = 'REDEEMED'`)).toBeGreaterThan(100);
    expect(await count(`redemption WHERE occurred_at > now()`)).toBe(0);
    expect(await count('reversal')).toBeGreaterThan(0);
  });

  it('has a budget tree down to unions, lines nearly handed out, one raise waiting and last year carried over', async () => {
    expect(await count(`budget_line WHERE parent_id IS NOT NULL AND org_id LIKE 'park-%'`)).toBe(9);
    expect(await count(`budget_line WHERE org_id ~ '^[a-z]-[0-9]+$'`)).toBeGreaterThanOrEqual(10);
    expect(
      await count(`budget_line WHERE handed_fen * 100 >= total_fen * 80 AND state = 'OPEN' AND total_fen > 0`),
    ).toBeGreaterThan(0);
    expect(await count(`budget_line WHERE state = 'CLOSED' AND carried_to_id IS NOT NULL`)).toBe(1);
    expect(await count(`budget_proposal WHERE state = 'PROPOSED'`)).toBe(1);
    // Cases of categories on every station, and what came of the past ones.
    for (const state of ['DRAFT', 'APPLIED', 'PROPOSED', 'IN_REVIEW', 'NOTICE', 'GRANTED', 'EXITED', 'REFUSED'])
      expect({ state, some: (await count(`category_case WHERE state = '${state}'`)) > 0 }).toEqual({
        state,
        some: true,
      });
    expect(await count(`category_case WHERE kind = 'RELAPSE'`)).toBe(1);
    expect(await count(`category_objection WHERE state = 'OPEN'`)).toBe(1);
  });

  it('has a dozen running campaigns, a new one and a next version for review, and one draft', async () => {
    expect(await count(`campaign_runtime WHERE state = 'PUBLISHED'`)).toBeGreaterThanOrEqual(12);
    expect(await count(`campaign WHERE state = 'IN_REVIEW'`)).toBe(2);
    expect(await count(`campaign WHERE state = 'DRAFT'`)).toBe(1);
  });

  it('has one of every mechanism, with all of what was given kept aside, a pack with a few left and one that opens soon', async () => {
    const mechanisms: { type: string; n: number }[] = await product.database.db.query(
      `SELECT v.definition->'mechanism'->>'type' AS type, count(*)::int AS n FROM campaign_runtime r
       JOIN campaign_version v USING (campaign_id, version) WHERE r.state = 'PUBLISHED' GROUP BY 1`,
    );
    expect(new Set(mechanisms.map(({ type }) => type))).toEqual(
      new Set(MECHANISM_SCHEMAS.map((schema) => schema.shape.type.value)),
    );
    expect(await count(`campaign_runtime WHERE state = 'GRANTING'`)).toBe(0);
    expect(await count(`campaign_runtime WHERE campaign_id = 'fresh-pack' AND claims = 30`)).toBe(1);
    expect(await count(`campaign_runtime WHERE campaign_id = 'dining-pack' AND claims = 0`)).toBe(1);
    expect(await count(`holding WHERE campaign_id = 'winter-balance' AND fen > 0`)).toBeGreaterThan(0);
    expect(await product.get(AuditorService).run(true)).toEqual([]);
  });

  it('has workers to sign in as who hold something', async () => {
    const phones = facts.members.filter(({ phone }) =>
      facts.logins.some(({ role, username }) => role === 'worker' && username === phone),
    );
    const held: { kinds: number }[] = await product.database.db.query(
      `SELECT count(DISTINCT h.campaign_id)::int AS kinds FROM holding h JOIN member m ON m.id = h.member_id WHERE m.member_no = ANY($1)`,
      [phones.map(({ memberNo }) => memberNo)],
    );
    // Two services of their union, a balance and a voucher.
    expect(held[0]?.kinds).toBe(4);
  });

  it('has plastic cards in use, with what is printed on them and the PINs their holders set', async () => {
    expect(facts.plastic).toHaveLength(3);
    const keys = product.get(CardKeys);
    for (const { cardNo, code, pin } of facts.plastic) {
      const printed = decodePlasticCode(code);
      expect(printed).toMatchObject({ card: { cardNo: parseCardNo(cardNo), issueNo: 1 } });
      if (printed === null) throw new Error('the print is no code');
      expect(await verifyPlastic((kid) => keys.lookup(kid), printed)).toEqual({ genuine: true });
      const judged = product.database.transaction((tx) =>
        product.get(PinsService).judge(tx, parseCardNo(cardNo) ?? 0, pin),
      );
      expect(await judged).toEqual({ kind: 'RIGHT' });
    }
  });

  it('has keys its own root signed, and plastic that was lost while the card goes on', async () => {
    const [list]: { root: Buffer; serial: number }[] = await product.database.db.query(
      'SELECT root_public_key AS root, serial FROM card_key_list',
    );
    expect(list).toMatchObject({ serial: 1 });
    expect(list?.root.toString('base64url')).toBe(facts.rootKey);
    expect(statSync(join(folder, 'offline-root.pem')).mode & 0o077).toBe(0);
    await product.get(RevocationService).makeFull();
    const [{ content }]: [{ content: Buffer }] = await product.database.db.query('SELECT content FROM revocation_list');
    const read = readRevocationList(content);
    expect([...(read?.plastics.issues ?? [])]).toEqual([2, 2, 2]);
  });

  it('hands out what somebody needs to use it, and keys for this account alone', async () => {
    expect(demoFactsSchema.parse(facts)).toEqual(facts);
    const roles = new Set(facts.logins.map(({ role }) => role));
    for (const role of ['city-admin', 'city-checker', 'park-officer', 'grassroots-officer', 'finance-maker'])
      expect(roles).toContain(role);
    for (const role of ['finance-checker', 'auditor', 'merchant-owner', 'cashier', 'worker'])
      expect(roles).toContain(role);
    expect(facts.terminals).toHaveLength(20);
    for (const { keyFile } of facts.terminals) expect(statSync(keyFile).mode & 0o077).toBe(0);
    const phones = await readdir(join(folder, 'phones'));
    expect(phones).toContain(`${facts.members[0]?.cardNo}.json`);
    const first: unknown = JSON.parse(readFileSync(join(folder, 'phones', phones[0] ?? ''), 'utf8'));
    expect(first).toMatchObject({ slot: 1, privateKeyPem: expect.stringContaining('PRIVATE KEY') });
  });

  it('has workers whose card waits for a phone, with the proof that binding asks for', () => {
    const workers = facts.logins.filter(({ role }) => role === 'worker');
    expect(workers.length).toBeGreaterThanOrEqual(2);
    for (const { proof } of workers) expect(proof).toMatch(/^\d{5}[\dX]$/);
  });
});
