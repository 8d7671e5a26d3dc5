import {
  BudgetsService,
  type CampaignDefinition,
  campaignDefinitionSchema,
  CampaignsService,
} from '../../src/modules/benefits/index.js';
import type { CampaignDefinitionInput } from '../../src/modules/benefits/campaigns/campaign.schemas.js';
import { LedgerService } from '../../src/modules/ledger/index.js';
import type { Database } from '../../src/platform/database/database.js';
import { type OfficerCaller, type Permission, PERMISSIONS } from '../../src/shared/caller.js';
import { newId } from '../../src/shared/ids.js';
import type { TestApp } from './app.js';

/** A city with two parks, a union in each, and two merchants with three stores. Written straight into the tables: what is tested lies above. */
export async function seedPlaces(database: Database): Promise<void> {
  await database.transaction((tx) =>
    tx.query(`
      INSERT INTO union_org (id, parent_id, level, name, path, created_at) VALUES
        ('city', NULL, 'CITY', '市总工会', '/city/', now()),
        ('park-a', 'city', 'PARK', '甲园区工会', '/city/park-a/', now()),
        ('park-b', 'city', 'PARK', '乙园区工会', '/city/park-b/', now()),
        ('u1', 'park-a', 'GRASSROOTS', '一厂工会', '/city/park-a/u1/', now()),
        ('u2', 'park-b', 'GRASSROOTS', '二厂工会', '/city/park-b/u2/', now());
      INSERT INTO park (code, name, tier, org_id) VALUES ('A', '甲园区', 'NATIONAL', 'park-a'), ('B', '乙园区', 'PROVINCIAL', 'park-b');
      UPDATE union_org SET park_code = CASE WHEN path LIKE '/city/park-a/%' THEN 'A' ELSE 'B' END WHERE id <> 'city';
      INSERT INTO merchant (id, name, category, state, created_at) VALUES
        ('wal', '沃超市', 'SUPERMARKET', 'ACTIVE', now()), ('tea', '茶馆', 'RESTAURANT', 'ACTIVE', now());
      INSERT INTO store (id, merchant_id, name, address, park_code, state, created_at) VALUES
        ('wal-1', 'wal', '沃超市一店', '甲路 1 号', 'A', 'OPEN', now()),
        ('wal-2', 'wal', '沃超市二店', '乙路 2 号', 'B', 'OPEN', now()),
        ('tea-1', 'tea', '茶馆一店', '甲路 3 号', 'A', 'OPEN', now());
    `),
  );
}

/** An officer with every permission over a subtree, unless told otherwise. */
export function anOfficer(given: { scope?: string[]; permissions?: Permission[] } = {}): OfficerCaller {
  return {
    kind: 'officer',
    loginId: newId(),
    displayName: '测试干部',
    roles: ['CITY_ADMIN'],
    permissions: new Set(given.permissions ?? PERMISSIONS),
    scope: given.scope ?? ['/city/'],
  };
}

/** A valid campaign of 2017: 158 less 20, for everybody, everywhere, paid from line `city-2017`. */
export function aCampaign(given: Partial<CampaignDefinitionInput> = {}): CampaignDefinition {
  return campaignDefinitionSchema.parse({
    id: 'weekend',
    label: '职工卡周末满减',
    kind: 'UNIVERSAL',
    owner: 'city',
    mechanism: { type: 'AMOUNT_OFF', thresholdFen: 15_800, offFen: 2_000 },
    when: { from: '2017-01-01T00:00:00+08:00', to: '2017-02-01T00:00:00+08:00' },
    budget: { from: 'city-2017', totalFen: 2_000_000 },
    ...given,
  });
}

/** Two officers of the city, and campaigns each on a budget line of its own. */
export class CampaignRig {
  readonly maker = anOfficer();
  readonly checker = anOfficer();
  private count = 0;

  constructor(private readonly app: TestApp) {}

  /** A line and a definition that takes all of it unless told otherwise; nothing is created of the campaign yet. */
  async prepare(lineFen = 1_000, totalFen = lineFen) {
    this.count += 1;
    const [id, from] = [`campaign-${this.count}`, `line-${this.count}`];
    await this.app.get(BudgetsService).create(this.maker, { id: from, orgId: 'city', name: '预算', totalFen: lineFen });
    return { id, from, definition: aCampaign({ id, budget: { from, totalFen } }) };
  }

  async running(lineFen = 1_000, totalFen = lineFen) {
    const prepared = await this.prepare(lineFen, totalFen);
    const { maker, checker } = this;
    await this.app.get(CampaignsService).publishDirectly({ definition: prepared.definition, maker, checker });
    return prepared;
  }

  /** What a redemption of it would have written. */
  async spend(id: string, fen: number): Promise<void> {
    await this.app.database.transaction((tx) =>
      tx.query('UPDATE campaign_runtime SET spent_fen = spent_fen + $2, uses = uses + 1 WHERE campaign_id = $1', [
        id,
        fen,
      ]),
    );
  }

  async freeFen(lineId: string): Promise<number> {
    return (await this.app.get(BudgetsService).get(this.maker, lineId)).freeFen;
  }

  balance(account: string): Promise<number> {
    return this.app.get(LedgerService).balance(this.app.database.db, account);
  }
}
