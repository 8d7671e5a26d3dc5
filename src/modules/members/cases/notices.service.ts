import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { type Allowance, RateLimiter } from '../../../platform/http/rate-limit.js';
import type { OfficerCaller, WorkerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { commonErrors, Refusal } from '../../../shared/errors.js';
import { maskName } from '../../../shared/numbers/masks.js';
import { scopeLike } from '../../../shared/org-path.js';
import { shanghaiDate } from '../../../shared/time.js';
import type { Notices } from './case.schemas.js';
import { listPublicNotices, listScopeNotices, listUnionNotices, type NoticeRow } from './cases.queries.js';

const NOTICES_MAX = 500;
// Anybody may read; nobody needs to read on and on.
const READS: Allowance = { perSecond: 0.5, burst: 30 };

/** What is posted for people to object to. A notice is built from these few fields alone, so no id can slip into it. */
@Injectable()
export class NoticesService {
  private readonly limiter = new RateLimiter();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** What hangs in the officer's unions, for everybody or inside the union. */
  async board(caller: OfficerCaller): Promise<Notices> {
    return shown(await listScopeNotices(this.database.db, this.todayOn(), NOTICES_MAX, scopeLike(caller.scope)));
  }

  /** What hangs for everybody, without signing in. @throws Refusal TOO_MANY_REQUESTS */
  async readPublic(address: string): Promise<Notices> {
    const bucket = { key: address, allowance: READS };
    const retryAfterSeconds = await this.limiter.take([bucket], this.clock.now().getTime());
    if (retryAfterSeconds > 0) throw new Refusal(commonErrors.TOO_MANY_REQUESTS, { retryAfterSeconds });
    return shown(await listPublicNotices(this.database.db, this.todayOn(), NOTICES_MAX));
  }

  /** What hangs in the member's own union. */
  async readOwn({ memberId }: WorkerCaller): Promise<Notices> {
    return shown(await listUnionNotices(this.database.db, this.todayOn(), NOTICES_MAX, memberId));
  }

  private todayOn(): string {
    return shanghaiDate(this.clock.now().getTime());
  }
}

function shown(rows: readonly NoticeRow[]): Notices {
  return {
    items: rows.map(({ memberName, orgName, codeName, level, fromOn, untilOn }) => ({
      maskedName: maskName(memberName),
      orgName,
      codeName,
      level,
      fromOn,
      untilOn,
    })),
  };
}
