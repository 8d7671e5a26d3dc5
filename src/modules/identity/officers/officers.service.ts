import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/database.js';
import { beyondScope } from '../../../platform/database/reach.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { isWithin, scopeLike } from '../../../shared/org-path.js';
import { pageOf, type Page } from '../../../shared/page.js';
import { shanghaiDate, toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { OrganizationsService } from '../../organizations/index.js';
import { identityErrors } from '../identity.errors.js';
import { IdentityService } from '../logins/identity.service.js';
import { Passwords } from '../logins/passwords.service.js';
import { revokeSessionsOf } from '../sessions/sessions.repository.js';
import { Activations } from './activations.service.js';
import { decideRoles, mayLookAfter } from './officer.rules.js';
import type {
  ActivationCode,
  NewOfficerRequest,
  OfficerBlock,
  OfficerRolesRequest,
  OfficersQuery,
  OfficerView,
} from './officer.schemas.js';
import { findStandings, listOfficers, type OfficerRow } from './officers.queries.js';
import { deleteRoles, listRoles, lockOfficer, type PlacedRole, setActive, upsertRoles } from './officers.repository.js';

const ALL_ROLES = 'whether an officer may be changed depends on roles they hold elsewhere, of which nothing is told';

/** Officers as another officer looks after them: who holds which role over which part of the union, and until when. */
@Injectable()
export class OfficersService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly identity: IdentityService,
    private readonly passwords: Passwords,
    private readonly organizations: OrganizationsService,
    private readonly activations: Activations,
    private readonly audit: AuditService,
  ) {}

  async list(caller: OfficerCaller, { q, cursor, limit }: OfficersQuery): Promise<Page<OfficerView>> {
    const rows = await listOfficers(this.database.db, scopeLike(caller.scope), { q, beforeId: cursor, limit });
    const page = pageOf(rows, limit, ({ id }) => id);
    return { items: await this.viewsOf(caller, page.items), nextCursor: page.nextCursor };
  }

  /** @throws Refusal OFFICER_UNKNOWN, also for an officer without a role in the caller's subtree */
  async get(caller: OfficerCaller, id: string): Promise<OfficerView> {
    const rows = await listOfficers(this.database.db, scopeLike(caller.scope), { id, limit: 1 });
    const [view] = await this.viewsOf(caller, rows);
    if (!view) throw new Refusal(identityErrors.OFFICER_UNKNOWN);
    return view;
  }

  /**
   * An officer who cannot sign in yet; the code for that is in the answer only.
   * @throws Refusal USERNAME_TAKEN, NOT_FOUND (of a union), OFFICER_ROLE_TOO_WIDE, OFFICER_ROLE_PAST
   */
  async create(caller: OfficerCaller, { username, displayName, roles }: NewOfficerRequest): Promise<ActivationCode> {
    // Until the code is used there is nothing to sign in with.
    const passwordHash = await this.passwords.unknown();
    const made = await this.database.transaction(async (tx) => {
      const wanted = await this.placed(tx, caller, roles);
      await this.decide(tx, caller, { isSelf: false, before: [], wanted });
      return beyondScope(tx, 'a login that holds no role yet lies in nobody’s part of the union', async () => {
        const loginId = await this.identity.createWaitingOfficer(tx, { username, displayName, passwordHash });
        await upsertRoles(tx, loginId, roles);
        await this.audit.record(tx, caller, 'officer.created', { kind: 'login', id: loginId }, { roles });
        return { loginId, ...(await this.activations.make(tx, loginId)) };
      });
    });
    return this.codeOf(caller, made);
  }

  /** Makes the officer's roles in the caller's subtree what is asked for. @throws as `create`, and OFFICER_UNKNOWN, OFFICER_SELF */
  async changeRoles(caller: OfficerCaller, id: string, { roles }: OfficerRolesRequest): Promise<OfficerView> {
    const before = await this.get(caller, id);
    await this.database.transaction(async (tx) => {
      await beyondScope(tx, ALL_ROLES, () => lockOfficer(tx, id));
      const all = await listRoles(tx, id);
      const seen = all.filter(({ path }) => caller.scope.some((subtree) => isWithin(path, subtree)));
      const wanted = await this.placed(tx, caller, roles);
      const { taken, given } = await this.decide(tx, caller, { isSelf: caller.loginId === id, before: seen, wanted });
      const gone = seen.filter((role) => taken.includes(role));
      await deleteRoles(tx, id, gone);
      await upsertRoles(
        tx,
        id,
        wanted.filter((role) => given.includes(role)),
      );
      const words = (each: readonly PlacedRole[]) => each.map(({ role, orgId, untilOn }) => ({ role, orgId, untilOn }));
      const detail = { taken: words(gone), given: words(wanted.filter((role) => given.includes(role))) };
      await this.audit.record(tx, caller, 'officer.roles-changed', { kind: 'login', id }, detail);
    });
    const [row] = await listOfficers(this.database.db, scopeLike(caller.scope), { id, limit: 1 });
    const [view] = row ? await this.viewsOf(caller, [row]) : [];
    // Who has no role left here is seen for the last time.
    return view ?? { ...before, roles: [], mayLookAfter: false };
  }

  /** Shuts an officer out at once, or lets them in again. @throws Refusal OFFICER_UNKNOWN, OFFICER_SELF, OFFICER_OUT_OF_REACH */
  async block(caller: OfficerCaller, id: string, { blocked, reason }: OfficerBlock): Promise<OfficerView> {
    await this.lookAfter(caller, id, async (tx) => {
      await setActive(tx, id, !blocked);
      if (blocked) await revokeSessionsOf(tx, id, 'BLOCKED', this.clock.now());
      const action = blocked ? 'officer.blocked' : 'officer.unblocked';
      await this.audit.record(tx, caller, action, { kind: 'login', id }, { reason });
    });
    return this.get(caller, id);
  }

  /**
   * For a lost password or authenticator: what proved the officer proves nothing any more, and a new code lets them begin anew.
   * @throws Refusal OFFICER_UNKNOWN, OFFICER_SELF, OFFICER_OUT_OF_REACH
   */
  async reset(caller: OfficerCaller, id: string, reason: string): Promise<ActivationCode> {
    const made = await this.lookAfter(caller, id, async (tx) => {
      await this.audit.record(tx, caller, 'officer.reset', { kind: 'login', id }, { reason });
      return { loginId: id, ...(await this.activations.beginAnew(tx, id)) };
    });
    return this.codeOf(caller, made);
  }

  private async lookAfter<T>(caller: OfficerCaller, id: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    await this.get(caller, id);
    if (caller.loginId === id) throw new Refusal(identityErrors.OFFICER_SELF);
    return this.database.transaction((tx) =>
      beyondScope(tx, ALL_ROLES, async () => {
        if (!(await lockOfficer(tx, id))) throw new Refusal(identityErrors.OFFICER_UNKNOWN);
        const giver = await listRoles(tx, caller.loginId, this.today());
        if (!mayLookAfter(giver, await listRoles(tx, id))) throw new Refusal(identityErrors.OFFICER_OUT_OF_REACH);
        return work(tx);
      }),
    );
  }

  private async decide(
    tx: Tx,
    caller: OfficerCaller,
    facts: { readonly isSelf: boolean; readonly before: readonly PlacedRole[]; readonly wanted: readonly PlacedRole[] },
  ) {
    const giver = await beyondScope(tx, 'what an officer may give is what they hold', () =>
      listRoles(tx, caller.loginId, this.today()),
    );
    const decision = decideRoles({ ...facts, giver, todayOn: this.today() });
    if (!decision.allowed) throw new Refusal(identityErrors[decision.reason], { field: 'roles' });
    return decision as typeof decision & {
      readonly taken: readonly PlacedRole[];
      readonly given: readonly PlacedRole[];
    };
  }

  private async placed(tx: Tx, caller: OfficerCaller, roles: OfficerRolesRequest['roles']): Promise<PlacedRole[]> {
    const placed: PlacedRole[] = [];
    for (const role of roles)
      placed.push({ ...role, path: (await this.organizations.get(tx, caller, role.orgId)).path });
    return placed;
  }

  private async codeOf(
    caller: OfficerCaller,
    { loginId, code, expiresAt }: { readonly loginId: string; readonly code: string; readonly expiresAt: Date },
  ): Promise<ActivationCode> {
    return { officer: await this.get(caller, loginId), code, expiresAt: toWireTime(expiresAt) };
  }

  private async viewsOf(caller: OfficerCaller, rows: readonly OfficerRow[]): Promise<OfficerView[]> {
    const { db } = this.database;
    const ids = [caller.loginId, ...rows.map(({ id }) => id)];
    const standings = await beyondScope(db, ALL_ROLES, () => findStandings(db, ids));
    const [now, today] = [this.clock.now(), this.today()];
    const isAlive = ({ untilOn }: { readonly untilOn: string | null }): boolean => untilOn === null || untilOn >= today;
    const giver = (standings.get(caller.loginId)?.roles ?? []).filter(isAlive);
    const may = caller.permissions.has('officers.write');
    return rows.map((row) => {
      const standing = standings.get(row.id);
      const waits = standing?.codeUntil
        ? standing.codeUntil > now
          ? ('WAITING' as const)
          : ('CODE_EXPIRED' as const)
        : null;
      const isSelf = row.id === caller.loginId;
      return {
        ...row,
        state: row.active ? (waits ?? 'ACTIVE') : 'BLOCKED',
        roles: row.roles.map((role) => ({ ...role, ended: !isAlive(role) })),
        isSelf,
        mayLookAfter: may && !isSelf && mayLookAfter(giver, standing?.roles ?? []),
      };
    });
  }

  private today(): string {
    return shanghaiDate(this.clock.now().getTime());
  }
}
