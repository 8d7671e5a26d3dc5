import { Injectable } from '@nestjs/common';
import { Database, type Db, type Tx } from '../../../platform/database/database.js';
import { beyondScope } from '../../../platform/database/reach.js';
import { Outbox } from '../../../platform/outbox/outbox.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { toWireTime } from '../../../shared/time.js';
import { AlertsService, AuditService } from '../../audit/index.js';
import { ImportsService } from '../../imports/index.js';
import { organizationErrors } from '../organizations.errors.js';
import { orgMoved } from '../organizations.events.js';
import type { PlacedOrg } from '../organizations.repository.js';
import type { OrgView } from '../organizations.schemas.js';
import { OrganizationsService } from '../organizations.service.js';
import { decideMove, decideTaking, leftIds, pathUnder } from '../union-tree.rules.js';
import { OrgTies } from './org-ties.service.js';
import { findChildren } from './tree.queries.js';
import {
  endOrg,
  isNameTaken,
  isParkNameTaken,
  lockPlace,
  lockTree,
  nextParkCode,
  relocate,
  updateName,
} from './tree.repository.js';
import type { NewOrgRequest, OrgDissolving, OrgMoveRequest, OrgObstacle, OrgRenaming } from './tree.schemas.js';

const ALL_THAT_HANGS = 'what hangs on a union of one’s own may belong to unions above it';
const ID_CHARS = 12;

/** Changes of the union tree by officers, one at a time, each with its reason in the trail. */
@Injectable()
export class TreeService {
  constructor(
    private readonly database: Database,
    private readonly organizations: OrganizationsService,
    private readonly ties: OrgTies,
    private readonly alerts: AlertsService,
    private readonly imports: ImportsService,
    private readonly audit: AuditService,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** A park's own union comes with its park. @throws Refusal NOT_FOUND (of the union above), ORG_LEVEL_WRONG, ORG_NAME_TAKEN, PARK_NAME_TAKEN */
  create(caller: OfficerCaller, request: NewOrgRequest): Promise<OrgView> {
    const { parentId, level, name, reason } = request;
    return this.change(async (tx) => {
      const parent = await this.organizations.get(tx, caller, parentId);
      const id = `u-${newId().slice(-ID_CHARS)}`;
      await this.refuseTwins(tx, parentId, name, id);
      const org = await this.organizations.createOrg(tx, { id, parentId, level, name });
      const parkCode = request.level === 'PARK' ? await this.openPark(tx, id, request.park) : org.parkCode;
      const detail = { level, to: parent.name, toOrgId: parentId, parkCode, reason };
      await this.audit.record(tx, caller, 'union-org.created', { kind: 'union-org', id }, detail);
      return viewOf({ ...org, parkCode });
    });
  }

  /** @throws Refusal NOT_FOUND, ORG_NAME_TAKEN */
  rename(caller: OfficerCaller, orgId: string, { name, reason }: OrgRenaming): Promise<OrgView> {
    return this.change(async (tx) => {
      const org = await this.organizations.get(tx, caller, orgId);
      await this.refuseTwins(tx, org.parentId, name, orgId);
      await updateName(tx, orgId, name);
      const detail = { from: org.name, to: name, reason };
      await this.audit.record(tx, caller, 'union-org.renamed', { kind: 'union-org', id: orgId }, detail);
      return viewOf({ ...org, name });
    });
  }

  /**
   * Puts a union under another one, with everything below it. Whoever sees either place sees the new tree at their next request:
   * roles, members, cards and money hang on unions by id. The few copies of paths that still have to act follow here.
   * @throws Refusal NOT_FOUND (of either), ORG_FIXED, ORG_TOP_OF_SCOPE, ORG_UNDER_ITSELF, ORG_STANDS_THERE, ORG_LEVEL_WRONG,
   * ORG_NAME_TAKEN, ORG_MOVE_BLOCKED
   */
  move(caller: OfficerCaller, orgId: string, { parentId, reason }: OrgMoveRequest): Promise<OrgView> {
    return this.change(async (tx) => {
      const org = await this.organizations.get(tx, caller, orgId);
      const parent = await this.organizations.get(tx, caller, parentId);
      const refusal = decideMove(org, parent, caller.scope);
      if (refusal !== null) throw new Refusal(organizationErrors[refusal], { field: 'parentId' });
      await this.refuseTwins(tx, parentId, org.name, orgId);

      const obstacles = await this.findAgainstMove(tx, org, parent);
      if (obstacles.length > 0) throw blocked('ORG_MOVE_BLOCKED', obstacles);

      const [fromPath, toPath] = [org.path, pathUnder(parent.path, orgId)];
      const before = await this.organizations.get(tx, caller, org.parentId ?? orgId);
      await beyondScope(tx, ALL_THAT_HANGS, async () => {
        await relocate(tx, { orgId, parentId, fromPath, toPath });
        await this.alerts.followMove(tx, fromPath, toPath);
        await this.imports.followMove(tx, fromPath, toPath);
      });
      const places = { from: before.name, to: parent.name, fromOrgId: before.id, toOrgId: parentId };
      await this.audit.record(tx, caller, 'union-org.moved', { kind: 'union-org', id: orgId }, { ...places, reason });
      await this.outbox.append(tx, orgMoved, { orgId, fromPath, toPath, occurredAt: toWireTime(this.clock.now()) });
      return viewOf({ ...org, parentId, parkCode: parent.parkCode });
    });
  }

  /**
   * Ends a union that nothing hangs on any more; it stays in history and can be chosen nowhere. Everything that stands against it is
   * said at once.
   * @throws Refusal NOT_FOUND, ORG_FIXED, ORG_TOP_OF_SCOPE, ORG_DISSOLVE_BLOCKED
   */
  async dissolve(caller: OfficerCaller, orgId: string, { reason }: OrgDissolving): Promise<void> {
    await this.change(async (tx) => {
      const org = await this.organizations.get(tx, caller, orgId);
      const refusal = decideTaking(org, caller.scope);
      if (refusal !== null) throw new Refusal(organizationErrors[refusal]);
      await lockPlace(tx, orgId);
      const obstacles = await this.findAgainstDissolving(tx, orgId);
      if (obstacles.length > 0) throw blocked('ORG_DISSOLVE_BLOCKED', obstacles);
      await beyondScope(tx, ALL_THAT_HANGS, () => endOrg(tx, orgId, this.clock.now()));
      const detail = { from: org.name, fromOrgId: org.parentId, reason };
      await this.audit.record(tx, caller, 'union-org.dissolved', { kind: 'union-org', id: orgId }, detail);
    });
  }

  /** What of the money above a union would be left behind by its move. */
  findAgainstMove(db: Db, org: PlacedOrg, parent: PlacedOrg): Promise<OrgObstacle[]> {
    const { id, path } = org;
    const planned = { path, parentPath: parent.path, leftIds: leftIds(path, pathUnder(parent.path, id)) };
    return beyondScope(db, ALL_THAT_HANGS, () => this.ties.findAgainstMove(db, planned));
  }

  /** Everything that hangs on a union of the caller's scope. */
  findAgainstDissolving(db: Db, orgId: string): Promise<OrgObstacle[]> {
    return beyondScope(db, ALL_THAT_HANGS, async () => {
      const children = await findChildren(db, orgId);
      const others = await this.ties.findAgainstDissolving(db, orgId);
      const files = { kind: 'IMPORTS', count: await this.imports.countOnTheWay(db, orgId), names: [] } as const;
      return [children, files, ...others]
        .filter(({ count }) => count > 0)
        .map((each) => ({ ...each, names: [...each.names] }));
    });
  }

  /** Under the lock of the tree, so that no other park takes the code meanwhile. */
  private async openPark(
    tx: Tx,
    orgId: string,
    { name, tier }: Extract<NewOrgRequest, { level: 'PARK' }>['park'],
  ): Promise<string> {
    if (await isParkNameTaken(tx, name)) throw new Refusal(organizationErrors.PARK_NAME_TAKEN, { field: 'park' });
    const code = await nextParkCode(tx);
    await this.organizations.createPark(tx, { code, name, tier, orgId });
    return code;
  }

  private change<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction(async (tx) => {
      await lockTree(tx);
      return work(tx);
    });
  }

  private async refuseTwins(tx: Tx, parentId: string | null, name: string, exceptId: string): Promise<void> {
    if (await isNameTaken(tx, parentId, name, exceptId))
      throw new Refusal(organizationErrors.ORG_NAME_TAKEN, { field: 'name' });
  }
}

function blocked(code: 'ORG_MOVE_BLOCKED' | 'ORG_DISSOLVE_BLOCKED', obstacles: readonly OrgObstacle[]): Refusal {
  return new Refusal(organizationErrors[code], { extra: { obstacles } });
}

function viewOf({ id, parentId, level, name, parkCode }: PlacedOrg): OrgView {
  return { id, parentId, level, name, parkCode };
}
