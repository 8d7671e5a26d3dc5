import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { beyondScope } from '../../../platform/database/reach.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { commonErrors, Refusal } from '../../../shared/errors.js';
import { scopeLike } from '../../../shared/org-path.js';
import type { Page } from '../../../shared/page.js';
import { toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { OrganizationsService } from '../organizations.service.js';
import { decideMove, decideTaking } from '../union-tree.rules.js';
import { OrgTies } from './org-ties.service.js';
import { isOrgStep, orgStepOf } from './org-step.rules.js';
import { countBelow, findTreeRow, listTree, type TreeRow } from './tree.queries.js';
import type { OrgHistory, OrgOutlook, OrgTreeQuery, OrgTreeRow } from './tree.schemas.js';
import { TreeService } from './tree.service.js';

const STEPS_MAX = 100;
const WHOLE_SUBTREES = 'unions of the officer’s scope, counted with all below them';

/** What the page of the union tree shows. */
@Injectable()
export class TreeScreens {
  constructor(
    private readonly database: Database,
    private readonly organizations: OrganizationsService,
    private readonly tree: TreeService,
    private readonly ties: OrgTies,
    private readonly audit: AuditService,
  ) {}

  async list(caller: OfficerCaller, query: OrgTreeQuery): Promise<Page<OrgTreeRow>> {
    const { items, nextCursor } = await listTree(this.database.db, scopeLike(caller.scope), caller.scope, query);
    const ids = items.map(({ id }) => id);
    const [members, officers] = await Promise.all([this.count('members', ids), this.count('officers', ids)]);
    const viewOf = ({ path, dissolvedAt, ...row }: TreeRow): OrgTreeRow => {
      const mayChange = dissolvedAt === null && caller.permissions.has('organizations.write');
      return {
        ...row,
        members: members.get(row.id) ?? 0,
        officers: officers.get(row.id) ?? 0,
        dissolvedAt: dissolvedAt === null ? null : toWireTime(dissolvedAt),
        mayChange,
        mayTake: mayChange && decideTaking({ level: row.level, path }, caller.scope) === null,
      };
    };
    return { items: items.map(viewOf), nextCursor };
  }

  /** What moving a union under `parentId`, or dissolving it, would come to. @throws Refusal NOT_FOUND */
  async outlook(caller: OfficerCaller, orgId: string, parentId: string | undefined): Promise<OrgOutlook> {
    const { db } = this.database;
    const org = await this.organizations.get(db, caller, orgId);
    const parent = parentId === undefined ? null : await this.organizations.get(db, caller, parentId);
    const refusal = parent === null ? decideTaking(org, caller.scope) : decideMove(org, parent, caller.scope);
    const obstacles = async () => {
      if (refusal !== null) return [];
      return parent === null ? this.tree.findAgainstDissolving(db, orgId) : this.tree.findAgainstMove(db, org, parent);
    };
    const below = await countBelow(db, org.path);
    return {
      orgId,
      name: org.name,
      ...below,
      members: (await this.count('members', [orgId])).get(orgId) ?? 0,
      officers: (await this.count('officers', [orgId])).get(orgId) ?? 0,
      parkBefore: await this.parkNameOf(caller, orgId),
      parkAfter: parent === null ? null : await this.parkNameOf(caller, parent.id),
      refusal,
      obstacles: await obstacles(),
    };
  }

  /** What was done to a union, newest first; of a dissolved one too. @throws Refusal NOT_FOUND */
  async history(caller: OfficerCaller, orgId: string): Promise<OrgHistory> {
    const row = await findTreeRow(this.database.db, scopeLike(caller.scope), orgId);
    if (!row) throw new Refusal(commonErrors.NOT_FOUND);
    const query = { subjectKind: 'union-org', subjectId: orgId, limit: STEPS_MAX };
    const { items } = await beyondScope(this.database.db, 'the trail of one union, for who answers for it', () =>
      this.audit.list(query),
    );
    return { level: row.level, name: row.name, items: items.filter(isOrgStep).map(orgStepOf) };
  }

  private count(figure: 'members' | 'officers', orgIds: readonly string[]): Promise<Map<string, number>> {
    const { db } = this.database;
    return beyondScope(db, WHOLE_SUBTREES, () => this.ties.count(db, figure, orgIds));
  }

  private async parkNameOf(caller: OfficerCaller, orgId: string): Promise<string | null> {
    return (await findTreeRow(this.database.db, scopeLike(caller.scope), orgId))?.parkName ?? null;
  }
}
