import { Injectable } from '@nestjs/common';
import type { Db } from '../../../platform/database/database.js';
import type { OfficerCaller, Permission } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { shanghaiDate } from '../../../shared/time.js';
import { findOfficerFacts } from './callers.queries.js';
import { officerCaller } from './permissions.rules.js';

/** Officers whose earlier decision the clock carries out: with the rights they have then, not those they had when deciding. */
@Injectable()
export class OfficerCallers {
  constructor(private readonly clock: Clock) {}

  /** The officer as a caller; null when the login is gone or blocked or no role grants the permission any more. */
  async find(db: Db, loginId: string, permission: Permission): Promise<OfficerCaller | null> {
    const facts = await findOfficerFacts(db, loginId, shanghaiDate(this.clock.now().getTime()));
    const caller = facts && officerCaller(facts, permission);
    return caller?.permissions.has(permission) ? caller : null;
  }
}
