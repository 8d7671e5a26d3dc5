import { type CampaignDefinition, campaignDefinitionSchema } from '../../src/modules/benefits/index.js';
import type { CampaignDefinitionInput } from '../../src/modules/benefits/campaigns/campaign.schemas.js';
import type { Database } from '../../src/platform/database/database.js';
import { type OfficerCaller, type Permission, PERMISSIONS } from '../../src/shared/caller.js';
import { newId } from '../../src/shared/ids.js';

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
