import { TreeService } from '../../src/modules/organizations/index.js';
import type { OfficerCaller } from '../../src/shared/caller.js';
import type { TestApp } from './app.js';
import { anOfficer } from './benefits.js';

const REASON = '区划调整';
let made = 0;

/** Officers at the union tree of a city of two parks, and what the tree is like afterwards. */
export class UnionRig {
  readonly city = anOfficer();
  readonly parkA = anOfficer({ scope: ['/city/park-a/'] });
  readonly tree: TreeService;

  constructor(private readonly app: Pick<TestApp, 'database' | 'get'>) {
    this.tree = app.get(TreeService);
  }

  async aUnion(parentId = 'park-a', level: 'GRASSROOTS' | 'GROUP' = 'GRASSROOTS'): Promise<string> {
    made += 1;
    const org = await this.tree.create(this.city, { parentId, level, name: `新建工会 ${made}`, reason: REASON });
    return org.id;
  }

  move(orgId: string, parentId: string, caller: OfficerCaller = this.city) {
    return this.tree.move(caller, orgId, { parentId, reason: REASON });
  }

  dissolve(orgId: string, caller: OfficerCaller = this.city): Promise<void> {
    return this.tree.dissolve(caller, orgId, { reason: REASON });
  }

  async rowOf(id: string) {
    const rows: { path: string; parkCode: string | null; districtCode: string | null; dissolved: boolean }[] =
      await this.app.database.db.query(
        `SELECT path, park_code AS "parkCode", district_code AS "districtCode", dissolved_at IS NOT NULL AS dissolved FROM union_org WHERE id = $1`,
        [id],
      );
    return rows[0];
  }

  /** Unions whose path or park is not what the union above says. */
  async listStrays(): Promise<{ id: string }[]> {
    return this.app.database.db.query(
      `SELECT o.id FROM union_org o LEFT JOIN union_org above ON above.id = o.parent_id
       WHERE o.path <> coalesce(above.path, '/') || o.id || '/' OR (o.level <> 'PARK' AND o.park_code IS DISTINCT FROM above.park_code)`,
    );
  }
}
