import { Injectable } from '@nestjs/common';
import { Database, type Db } from '../../../platform/database/database.js';
import { AlertsService, type NewAlert } from '../../audit/index.js';
import { BUDGET_THRESHOLDS } from './budget-view.rules.js';

interface Crossing {
  readonly subjectKind: 'budget-line' | 'campaign';
  readonly subjectId: string;
  readonly orgPath: string;
  readonly name: string;
  readonly usedFen: number;
  readonly totalFen: number;
  readonly percent: number;
}

const CODE = 'BUDGET_USED_';

/**
 * Tells at 50, 80 and 95 % of what a line handed out and of what a running campaign spent and holds, each once until it falls below
 * again. Compared set by set on a clock: no redemption waits for it.
 */
@Injectable()
export class BudgetAlarms {
  constructor(
    private readonly database: Database,
    private readonly alerts: AlertsService,
  ) {}

  async watch(): Promise<void> {
    const { db } = this.database;
    const [crossed, over] = [await listCrossed(db), await listOver(db)];
    if (crossed.length === 0 && over.length === 0) return;
    await this.database.transaction(async (tx) => {
      await this.alerts.lapse(tx, over);
      await this.alerts.tell(tx, crossed.map(noticeOf));
    });
  }
}

function noticeOf({ subjectKind, subjectId, orgPath, ...detail }: Crossing): NewAlert {
  return { code: `${CODE}${detail.percent}`, subjectKind, subjectId, orgPath, detail };
}

/** Every open line and running campaign with what of it is used. */
const USED = `used AS (
  SELECT 'budget-line' AS kind, l.id, l.org_id, l.name, l.handed_fen AS used_fen, l.total_fen FROM budget_line l WHERE l.state = 'OPEN'
  UNION ALL
  SELECT 'campaign', r.campaign_id, c.owner_org_id, coalesce(c.definition->>'label', c.id), r.spent_fen + r.held_fen + r.leased_fen, r.total_fen
  FROM campaign_runtime r JOIN campaign c ON c.id = r.campaign_id WHERE r.state <> 'ENDED' AND r.budget_line_id IS NOT NULL
), crossed AS (
  SELECT u.*, t.percent, '${CODE}' || t.percent AS code FROM used u CROSS JOIN unnest($1::int[]) AS t (percent)
  WHERE u.total_fen > 0 AND u.used_fen * 100 >= u.total_fen * t.percent
)`;

/** What was reached and not told yet, the lower part first. */
function listCrossed(db: Db): Promise<Crossing[]> {
  return db.query(
    `WITH ${USED}
     SELECT x.kind AS "subjectKind", x.id AS "subjectId", o.path AS "orgPath", x.name, x.used_fen AS "usedFen", x.total_fen AS "totalFen", x.percent
     FROM crossed x JOIN union_org o ON o.id = x.org_id
     WHERE NOT EXISTS (SELECT 1 FROM alert a WHERE a.code = x.code AND a.subject_kind = x.kind AND a.subject_id = x.id AND a.state <> 'SETTLED')
     ORDER BY x.id, x.percent`,
    [BUDGET_THRESHOLDS],
  );
}

/** What was told and is no longer so. */
async function listOver(db: Db): Promise<string[]> {
  const rows: { id: string }[] = await db.query(
    `WITH ${USED}
     SELECT a.id FROM alert a WHERE a.severity = 'NOTICE' AND a.code ^@ '${CODE}' AND a.state <> 'SETTLED'
       AND NOT EXISTS (SELECT 1 FROM crossed x WHERE x.code = a.code AND x.kind = a.subject_kind AND x.id = a.subject_id)`,
    [BUDGET_THRESHOLDS],
  );
  return rows.map(({ id }) => id);
}
