import { Injectable } from '@nestjs/common';
import { Database, type Tx, violatedConstraint } from '../../../platform/database/database.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { shanghaiDate, toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { organizationErrors } from '../organizations.errors.js';
import { OrganizationsService } from '../organizations.service.js';
import type { AssessmentRequest, DistrictView, StandingView } from './standard.schemas.js';
import {
  findStanding,
  insertAssessments,
  listAssessments,
  listDistricts,
  lockOrg,
  type NewAssessment,
  updateDistrict,
} from './standards.repository.js';

/** Which unions meet the standard (标准工会), and in which district they lie. */
@Injectable()
export class StandardsService {
  constructor(
    private readonly database: Database,
    private readonly organizations: OrganizationsService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal NOT_FOUND */
  async standing(caller: OfficerCaller, orgId: string): Promise<StandingView> {
    const { db } = this.database;
    const { name } = await this.organizations.get(db, caller, orgId);
    const [standing, assessments] = await Promise.all([findStanding(db, orgId), listAssessments(db, orgId)]);
    return {
      orgId,
      name,
      standard: standing?.standard ?? false,
      districtCode: standing?.districtCode ?? null,
      assessments: assessments.map((each) => ({ ...each, createdAt: toWireTime(each.createdAt) })),
    };
  }

  /** Records what was found about a grassroots union; what is wrong is put right by a later finding. @throws Refusal NOT_FOUND, STANDARD_OF_GRASSROOTS, ASSESSED_AHEAD */
  async assess(caller: OfficerCaller, orgId: string, request: AssessmentRequest): Promise<void> {
    const now = this.clock.now();
    if (request.assessedOn > shanghaiDate(now.getTime()))
      throw new Refusal(organizationErrors.ASSESSED_AHEAD, { field: 'assessedOn' });
    await this.database.transaction(async (tx) => {
      const org = await this.organizations.get(tx, caller, orgId);
      if (org.level !== 'GRASSROOTS') throw new Refusal(organizationErrors.STANDARD_OF_GRASSROOTS);
      await lockOrg(tx, orgId);
      await insertAssessments(tx, [{ ...request, id: newId(), orgId, assessedBy: caller.loginId }], now);
      const { standard, assessedOn } = request;
      const subject = { kind: 'union-org', id: orgId };
      await this.audit.record(tx, caller, 'standard.assessed', subject, { standard, assessedOn });
    });
  }

  /** Bulk load of findings, for an installation's first day and for the demo. */
  async loadAssessments(tx: Tx, rows: readonly Omit<NewAssessment, 'id'>[]): Promise<void> {
    await insertAssessments(
      tx,
      rows.map((row) => ({ ...row, id: newId() })),
      this.clock.now(),
    );
  }

  districts(): Promise<DistrictView[]> {
    return listDistricts(this.database.db);
  }

  /** Says in which district a union lies; everything below it and its park, if it has one, lie there too. @throws Refusal NOT_FOUND, DISTRICT_UNKNOWN */
  async place(caller: OfficerCaller, orgId: string, districtCode: string | null): Promise<void> {
    const work = this.database.transaction(async (tx) => {
      const { path } = await this.organizations.get(tx, caller, orgId);
      await updateDistrict(tx, orgId, path, districtCode);
      await this.audit.record(tx, caller, 'union-org.placed', { kind: 'union-org', id: orgId }, { districtCode });
    });
    await work.catch((error: unknown) => {
      if (violatedConstraint(error)?.endsWith('district_code_fkey') === true)
        throw new Refusal(organizationErrors.DISTRICT_UNKNOWN, { field: 'districtCode' });
      throw error;
    });
  }
}
