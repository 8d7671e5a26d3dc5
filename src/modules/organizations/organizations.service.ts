import { Injectable } from '@nestjs/common';
import { Database, type Db, type Tx, violatedConstraint } from '../../platform/database/database.js';
import { beyondScope } from '../../platform/database/reach.js';
import type { OfficerCaller } from '../../shared/caller.js';
import { Clock } from '../../shared/clock.js';
import { commonErrors, Refusal } from '../../shared/errors.js';
import { scopeLike } from '../../shared/org-path.js';
import type { Page } from '../../shared/page.js';
import { organizationErrors } from './organizations.errors.js';
import { listEnterprises, listOrgs, searchUnionNames } from './organizations.queries.js';
import {
  type EnterpriseRow,
  findCity,
  findOrg,
  insertEnterprises,
  insertOrgs,
  insertParks,
  type OrgRow,
  type ParkRow,
  type PlacedOrg,
} from './organizations.repository.js';
import type { EnterprisesQuery, EnterpriseView, OrgLevel, OrgsQuery, OrgView } from './organizations.schemas.js';
import { holdTree } from './tree/tree.repository.js';
import { isPlaceable, pathUnder } from './union-tree.rules.js';

export interface NewOrg {
  readonly id: string;
  readonly parentId: string | null;
  readonly level: OrgLevel;
  readonly name: string;
}

const EVERYWHERE = ['%'];
const NAMES_MAX = 10;

/** The union tree and the census: looked up within an officer's scope, loaded in bulk. */
@Injectable()
export class OrganizationsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Organisations under a parent, by name, or the tops of the officer's own subtrees. */
  list(officer: OfficerCaller, query: OrgsQuery): Promise<Page<OrgView>> {
    return listOrgs(this.database.db, scopeLike(officer.scope), officer.scope, query);
  }

  listEnterprises(officer: OfficerCaller, query: EnterprisesQuery): Promise<Page<EnterpriseView>> {
    return listEnterprises(this.database.db, scopeLike(officer.scope), query);
  }

  /** An organisation the officer answers for. @throws Refusal NOT_FOUND, the same outside the scope as for none at all */
  async get(db: Db, officer: OfficerCaller, id: string): Promise<PlacedOrg> {
    const org = await findOrg(db, id, scopeLike(officer.scope));
    if (!org) throw new Refusal(commonErrors.NOT_FOUND);
    return org;
  }

  /** Any organisation, for a step that names one outside of the caller's own subtree. */
  findAnywhere(db: Db, id: string): Promise<PlacedOrg | null> {
    return beyondScope(db, 'the union is named to be asked, not shown', () => findOrg(db, id, EVERYWHERE));
  }

  /** Unions people belong to, by a part of their own or their enterprise's name: names and nothing else. */
  searchNames(q: string): Promise<{ id: string; name: string }[]> {
    const { db } = this.database;
    return beyondScope(db, 'unions are known by name to everybody', () => searchUnionNames(db, q, NAMES_MAX));
  }

  /** Keeps the tree as it stands until the transaction ends, for what is put where two places in it agree. */
  holdTree(tx: Tx): Promise<void> {
    return holdTree(tx);
  }

  /** Adds one organisation under its parent. @throws Refusal ORG_PARENT_UNKNOWN, ORG_LEVEL_WRONG, ORG_EXISTS */
  async createOrg(tx: Tx, { id, parentId, level, name }: NewOrg): Promise<PlacedOrg> {
    const parent = parentId === null ? null : await findOrg(tx, parentId, EVERYWHERE);
    if (parentId !== null && !parent) throw new Refusal(organizationErrors.ORG_PARENT_UNKNOWN, { field: 'parentId' });
    if (!isPlaceable(level, parent?.level ?? null))
      throw new Refusal(organizationErrors.ORG_LEVEL_WRONG, { field: 'level' });
    const parkCode = parent?.parkCode ?? null;
    const path = pathUnder(parent?.path ?? null, id);
    try {
      await insertOrgs(tx, [{ id, parentId, level, name, path, parkCode, createdAt: this.clock.now() }]);
    } catch (error) {
      const taken = violatedConstraint(error) === 'union_org_pkey';
      throw taken ? new Refusal(organizationErrors.ORG_EXISTS, { field: 'id' }) : error;
    }
    return { id, parentId, level, name, path, parkCode };
  }

  /** The city's own union, made when there is none yet: an installation's first day. */
  async ensureCity(tx: Tx): Promise<PlacedOrg> {
    const known = await findCity(tx);
    return known ?? this.createOrg(tx, { id: 'city', parentId: null, level: 'CITY', name: '南昌市总工会' });
  }

  /** Adds a park; its union's subtree belongs to it from now on. */
  async createPark(tx: Tx, park: ParkRow): Promise<void> {
    await insertParks(tx, [park]);
  }

  /** Bulk load of organisations; parents may come with their children, parks come after them. */
  async loadOrgs(tx: Tx, rows: readonly OrgRow[]): Promise<void> {
    await insertOrgs(tx, rows);
  }

  /** Bulk load of parks; marks each one's subtree. */
  async loadParks(tx: Tx, rows: readonly ParkRow[]): Promise<void> {
    await insertParks(tx, rows);
  }

  /** Bulk load of the census. */
  async loadEnterprises(tx: Tx, rows: readonly EnterpriseRow[]): Promise<void> {
    await insertEnterprises(tx, rows);
  }
}
