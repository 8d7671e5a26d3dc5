import { Injectable } from '@nestjs/common';
import { Keyring } from '../../../platform/crypto/keyring.js';
import type { Db, Tx } from '../../../platform/database/database.js';
import { Clock } from '../../../shared/clock.js';
import { isWithin } from '../../../shared/org-path.js';
import {
  type Cells,
  type Change,
  type ImportContext,
  type ImportError,
  type ImportKind,
  ImportKinds,
  type RowKey,
  type RowReading,
  type UndoBlock,
  type Verdict,
} from '../../imports/index.js';
import { MemberLoader } from '../people/member-loader.service.js';
import { MemberNumbers } from '../people/member-numbers.js';
import { ROSTER_COLUMNS } from './roster-columns.rules.js';
import { type KnownPerson, planRow, type RowPlan } from './roster-plan.rules.js';
import { type KnownRosterRow, listEnterpriseIds, listKnown, listUnionIds } from './roster.queries.js';
import { readRosterRow, type RosterRow } from './roster-row.rules.js';
import { ROSTER_REMEDIES } from './roster-texts.rules.js';
import { RosterUndo } from './roster-undo.service.js';
import { RosterWriter, type PlacedRow } from './roster-writer.service.js';

/** Rosters: files of members. */
@Injectable()
export class RosterKind implements ImportKind<RosterRow> {
  readonly kind = 'members' as const;
  readonly columns = ROSTER_COLUMNS;
  readonly remedies = ROSTER_REMEDIES;
  private readonly numbers: MemberNumbers;

  constructor(
    kinds: ImportKinds,
    keyring: Keyring,
    private readonly loader: MemberLoader,
    private readonly writer: RosterWriter,
    private readonly taker: RosterUndo,
    private readonly clock: Clock,
  ) {
    this.numbers = new MemberNumbers(keyring.fields, keyring.index);
    kinds.add(this);
  }

  read(cells: Cells, todayOn: string): RowReading<RosterRow> {
    return readRosterRow(cells, todayOn);
  }

  keysOf({ idNumber, phone }: RosterRow): RowKey[] {
    return [
      { field: 'idNumber', value: idNumber, reason: 'ID_NUMBER_TWICE' },
      { field: 'phone', value: phone, reason: 'PHONE_TWICE' },
    ];
  }

  async apply(tx: Tx, context: ImportContext, rows: readonly RosterRow[]): Promise<Verdict[]> {
    const placed = await this.place(tx, context, rows);
    const people = await this.peopleOf(tx, rows);
    const verdicts: Verdict[] = [];
    const adds: { readonly at: number; readonly place: PlacedRow }[] = [];
    for (const [at, row] of rows.entries()) {
      const place = placed[at];
      if (place === undefined || 'errors' in place) {
        verdicts.push({ outcome: 'REFUSED', errors: place?.errors ?? [] });
        continue;
      }
      const { known, isPhoneAnothers } = people(row);
      const wanted = { name: row.name, enterpriseId: place.enterpriseId, joinedOn: row.joinedOn };
      const plan = planRow(row, wanted, known === null ? null : this.seen(context, place, known, row), isPhoneAnothers);
      verdicts.push(await this.carryOut(tx, context, { plan, place, known }));
      if (plan.plan === 'ADD') adds.push({ at, place });
    }
    if (context.writes) await this.add(tx, context, adds, verdicts);
    return verdicts;
  }

  lock(tx: Tx, changes: readonly Change[]): Promise<void> {
    return this.taker.lock(tx, changes);
  }

  findUses(db: Db, context: ImportContext, changes: readonly Change[], limit: number): Promise<UndoBlock[]> {
    return this.taker.findUses(db, context, changes, limit);
  }

  undo(tx: Tx, context: ImportContext, changes: readonly Change[]): Promise<void> {
    return this.taker.undo(tx, context, changes);
  }

  /** Finds union and employer of each row. */
  private async place(
    tx: Tx,
    context: ImportContext,
    rows: readonly RosterRow[],
  ): Promise<(PlacedRow | { readonly errors: ImportError[] })[]> {
    const unions = await listUnionIds(
      tx,
      context.orgPath,
      rows.flatMap(({ union }) => union ?? []),
    );
    const enterprises = await listEnterpriseIds(
      tx,
      rows.flatMap(({ creditCode }) => creditCode ?? []),
      rows.flatMap(({ enterprise }) => enterprise ?? []),
    );
    return rows.map((row) => {
      const orgId = row.union === null ? context.orgId : unions.get(row.union);
      const byCode = row.creditCode === null ? null : enterprises.get(row.creditCode);
      const errors: ImportError[] = [];
      if (orgId === undefined) errors.push({ field: 'union', reason: 'UNION_UNKNOWN' });
      if (byCode === undefined) errors.push({ field: 'creditCode', reason: 'ENTERPRISE_UNKNOWN' });
      if (orgId === undefined || byCode === undefined) return { errors };
      // An employer known by name only and not in the census is no reason to turn a worker away.
      return { row, orgId, enterpriseId: byCode ?? enterprises.get(row.enterprise ?? '') ?? null };
    });
  }

  /** Who has a row's ID number, and whether somebody else has its phone. */
  private async peopleOf(
    tx: Tx,
    rows: readonly RosterRow[],
  ): Promise<(row: RosterRow) => { known: KnownRosterRow | null; isPhoneAnothers: boolean }> {
    const hashes = new Map(
      rows.map((row) => [
        row,
        { id: this.numbers.idNumberHashes(row.idNumber), phone: this.numbers.phoneHashes(row.phone) },
      ]),
    );
    const known = await listKnown(
      tx,
      [...hashes.values()].flatMap(({ id }) => id),
      [...hashes.values()].flatMap(({ phone }) => phone),
    );
    const byId = new Map(known.flatMap((person) => person.idHashes.map((hash) => [hash, person] as const)));
    const byPhone = new Map(known.flatMap((person) => person.phoneHashes.map((hash) => [hash, person] as const)));
    const find = (index: ReadonlyMap<string, KnownRosterRow>, wanted: readonly Buffer[]): KnownRosterRow | null =>
      wanted.map((hash) => index.get(hash.toString('hex'))).find((person) => person !== undefined) ?? null;
    return (row) => {
      const { id, phone } = hashes.get(row) ?? { id: [], phone: [] };
      const person = find(byId, id);
      const holder = find(byPhone, phone);
      return { known: person, isPhoneAnothers: holder !== null && holder.id !== person?.id };
    };
  }

  private seen(context: ImportContext, place: PlacedRow, known: KnownRosterRow, row: RosterRow): KnownPerson {
    const isInReach = context.scope.some((subtree) => isWithin(known.orgPath, subtree));
    const where = known.orgId === place.orgId ? 'SAME_UNION' : isInReach ? 'IN_REACH' : 'ELSEWHERE';
    const phones = this.numbers.phoneHashes(row.phone).map((hash) => hash.toString('hex'));
    const hasSamePhone = known.phoneHashes.some((hash) => phones.includes(hash));
    const { membership, name, enterpriseId, joinedOn } = known;
    return { where, membership, name, hasSamePhone, enterpriseId, joinedOn };
  }

  private async carryOut(
    tx: Tx,
    context: ImportContext,
    { plan, place, known }: { plan: RowPlan; place: PlacedRow; known: KnownRosterRow | null },
  ): Promise<Verdict> {
    if (plan.plan === 'REFUSE') return { outcome: 'REFUSED', errors: [{ field: plan.field, reason: plan.reason }] };
    if (plan.plan === 'UNCHANGED') return { outcome: 'UNCHANGED' };
    // Additions are written together, after all rows are judged.
    if (plan.plan === 'ADD' || known === null) return { outcome: 'ADDED', subjectId: null };
    if (plan.plan === 'UPDATE') return this.writer.update(tx, context, known, plan.fields, plan.changed);
    return plan.plan === 'TRANSFER'
      ? this.writer.transfer(tx, context, known, place)
      : this.writer.ask(tx, context, known, place);
  }

  private async add(
    tx: Tx,
    context: ImportContext,
    adds: readonly { readonly at: number; readonly place: PlacedRow }[],
    verdicts: Verdict[],
  ): Promise<void> {
    const members = adds.map(({ place: { row, orgId, enterpriseId } }) => {
      const { name, gender, birthOn, joinedOn, idNumber, phone } = row;
      return { orgId, enterpriseId, name, gender, birthOn, joinedOn: joinedOn ?? context.todayOn, idNumber, phone };
    });
    const by = { kind: 'officer', id: context.loginId } as const;
    const outcomes = await this.loader.insertChunk(tx, members, this.clock.now(), by);
    for (const [n, { at }] of adds.entries()) {
      const outcome = outcomes[n];
      if (outcome !== undefined) verdicts[at] = verdictOf(outcome);
    }
  }
}

// Between the look and the insert somebody else may have added the person; the database's unique keys have decided.
function verdictOf(outcome: Awaited<ReturnType<MemberLoader['insertChunk']>>[number]): Verdict {
  switch (outcome.outcome) {
    case 'ADDED':
      return { outcome: 'ADDED', subjectId: outcome.memberId };
    case 'KNOWN':
      return { outcome: 'UNCHANGED' };
    case 'ALREADY_MEMBER':
      return { outcome: 'REFUSED', errors: [{ field: 'idNumber', reason: 'ALREADY_MEMBER' }] };
    case 'PHONE_TAKEN':
      return { outcome: 'REFUSED', errors: [{ field: 'phone', reason: 'PHONE_TAKEN' }] };
  }
}
