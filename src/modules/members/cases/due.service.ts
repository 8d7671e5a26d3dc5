import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { scopeLike } from '../../../shared/org-path.js';
import { pageOf, type Page } from '../../../shared/page.js';
import { shanghaiDate } from '../../../shared/time.js';
import { addDays } from './case.rules.js';
import type { DueQuery, DueView } from './case.schemas.js';
import { type DueRow, listDue } from './cases.queries.js';

/** As far ahead as the first reminder. */
const AHEAD_DAYS = 60;

/** What is to be reviewed or ends soon, the most urgent first. */
@Injectable()
export class DueService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async list(caller: OfficerCaller, { cursor, limit }: DueQuery): Promise<Page<DueView>> {
    const todayOn = shanghaiDate(this.clock.now().getTime());
    const [dueOn = '', entryId = ''] = cursor?.split('~') ?? [];
    const after = cursor === undefined ? null : { dueOn, entryId };
    const filter = { todayOn, byOn: addDays(todayOn, AHEAD_DAYS), after, limit };
    const rows = await listDue(this.database.db, scopeLike(caller.scope), filter);
    const page = pageOf(rows, limit, (row) => `${row.dueOn}~${row.entryId}`);
    return { items: page.items.map(viewOf), nextCursor: page.nextCursor };
  }
}

function viewOf({ dueOn: _order, ...row }: DueRow): DueView {
  return row;
}
