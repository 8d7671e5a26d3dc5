import { Injectable } from '@nestjs/common';
import { Database, type Db, type Tx } from '../../platform/database/database.js';
import type { OfficerCaller } from '../../shared/caller.js';
import { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/errors.js';
import { newId } from '../../shared/ids.js';
import type { Page } from '../../shared/page.js';
import type { EnterpriseEntity } from './enterprise.entity.js';
import { organizationErrors } from './organizations.errors.js';
import { findOrg, listEnterprises, listOrgs, type OrgWithPath } from './organizations.queries.js';
import { insertEnterprises, insertOrgs, insertPark } from './organizations.repository.js';
import type { Enterprise, EnterpriseListQuery, Org, OrgListQuery } from './organizations.schemas.js';
import type { ParkEntity } from './park.entity.js';
import type { OrgLevel } from './union-org.entity.js';

export interface NewOrg {
  readonly id: string;
  /** Null for the city alone. */
  readonly parent: { readonly id: string; readonly path: string } | null;
  readonly level: OrgLevel;
  readonly name: string;
  readonly parkCode?: string | null;
}

export type NewEnterprise = Omit<EnterpriseEntity, 'id'>;

/** The union tree, the parks and the enterprises of the census. */
@Injectable()
export class OrganizationsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** One union of the officer's subtree. @throws Refusal ORG_UNKNOWN outside it as for one that does not exist */
  async getOrg(db: Db, caller: OfficerCaller, id: string): Promise<OrgWithPath> {
    const org = await findOrg(db, caller.scope, id);
    if (!org) throw new Refusal(organizationErrors.ORG_UNKNOWN, { field: 'orgId' });
    return org;
  }

  listOrgs(caller: OfficerCaller, query: OrgListQuery): Promise<Page<Org>> {
    return listOrgs(this.database.db, caller.scope, query);
  }

  listEnterprises(caller: OfficerCaller, query: EnterpriseListQuery): Promise<Page<Enterprise>> {
    return listEnterprises(this.database.db, caller.scope, query);
  }

  /** Adds unions set-wise, parents first; returns their paths by id. */
  async loadOrgs(tx: Tx, orgs: readonly NewOrg[]): Promise<Map<string, string>> {
    const createdAt = this.clock.now();
    const paths = new Map<string, string>();
    const rows = orgs.map(({ id, parent, level, name, parkCode }) => {
      const path = `${parent?.path ?? '/'}${id}/`;
      paths.set(id, path);
      return { id, parentId: parent?.id ?? null, level, name, path, parkCode: parkCode ?? null, createdAt };
    });
    await insertOrgs(tx, rows);
    return paths;
  }

  /** Adds a park; its union must exist and becomes the park's. */
  async createPark(tx: Tx, park: ParkEntity): Promise<void> {
    await insertPark(tx, park);
  }

  /** Adds enterprises set-wise; returns the ids in the order given. */
  async loadEnterprises(tx: Tx, enterprises: readonly NewEnterprise[]): Promise<string[]> {
    const rows = enterprises.map((enterprise) => ({ ...enterprise, id: newId() }));
    await insertEnterprises(tx, rows);
    return rows.map(({ id }) => id);
  }
}
