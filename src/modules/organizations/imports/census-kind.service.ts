import { Injectable } from '@nestjs/common';
import type { Db, Tx } from '../../../platform/database/database.js';
import { findReferences } from '../../../platform/database/references.js';
import { newId } from '../../../shared/ids.js';
import { maskValue } from '../../../shared/numbers/masks.js';
import { scopeLike } from '../../../shared/org-path.js';
import { AuditService } from '../../audit/index.js';
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
import type { EnterpriseRow } from '../organizations.repository.js';
import { CENSUS_COLUMNS } from './census-columns.rules.js';
import { changedFields, mergeCensus } from './census-merge.rules.js';
import {
  type KnownEnterprise,
  listByCreditCode,
  listEnterprisesById,
  listParkCodes,
  listUnionIdsByName,
} from './census.queries.js';
import { addEnterprises, deleteEnterprises, lockEnterprises, updateEnterprises } from './census.repository.js';
import { type CensusRow, readCensusRow } from './census-row.rules.js';
import { CENSUS_REMEDIES } from './census-texts.rules.js';

interface UpdateSeal {
  readonly before: EnterpriseRow;
  readonly after: EnterpriseRow;
}

const USES: Readonly<Record<string, string>> = { member: 'MEMBERS', member_transfer: 'TRANSFER' };

/** The census: files of enterprises with what became of their unions. */
@Injectable()
export class CensusKind implements ImportKind<CensusRow> {
  readonly kind = 'enterprises' as const;
  readonly columns = CENSUS_COLUMNS;
  readonly remedies = CENSUS_REMEDIES;

  constructor(
    kinds: ImportKinds,
    private readonly audit: AuditService,
  ) {
    kinds.add(this);
  }

  read(cells: Cells, todayOn: string): RowReading<CensusRow> {
    return readCensusRow(cells, todayOn);
  }

  keysOf({ creditCode }: CensusRow): RowKey[] {
    return [{ field: 'creditCode', value: creditCode, reason: 'CREDIT_CODE_TWICE' }];
  }

  async apply(tx: Tx, context: ImportContext, rows: readonly CensusRow[]): Promise<Verdict[]> {
    const scope = scopeLike(context.scope);
    const codes = rows.map(({ creditCode }) => creditCode);
    const known = new Map((await listByCreditCode(tx, codes, scope)).map((each) => [each.creditCode, each]));
    const parks = await listParkCodes(tx, scope, context.orgId);
    const names = rows.flatMap(({ union }) => union ?? []);
    const unions = await listUnionIdsByName(tx, scope, names);
    const adds: EnterpriseRow[] = [];
    const updates: EnterpriseRow[] = [];
    const verdicts = rows.map((row): Verdict => {
      const before = known.get(row.creditCode) ?? null;
      const parkCode = row.park === null ? (before?.parkCode ?? parks.own) : (parks.byName.get(row.park) ?? null);
      const unionId = row.union === null ? null : (unions.get(row.union) ?? null);
      const errors = refusalsOf(row, before, { parkCode, unionId });
      if (errors.length > 0 || parkCode === null) return { outcome: 'REFUSED', errors };
      const after = mergeCensus(row, before, {
        id: before?.id ?? newId(),
        parkCode,
        unionId,
        todayOn: context.todayOn,
      });
      if (before === null) {
        adds.push(after);
        return { outcome: 'ADDED', subjectId: after.id };
      }
      if (changedFields(before, after).length === 0) return { outcome: 'UNCHANGED' };
      updates.push(after);
      const seal: UpdateSeal = { before: bare(before), after };
      return { outcome: 'UPDATED', subjectId: after.id, sealed: JSON.stringify(seal) };
    });
    if (!context.writes) return verdicts;
    const added = await addEnterprises(tx, adds);
    await updateEnterprises(tx, updates);
    for (const after of updates) await this.note(tx, context, 'enterprise.updated', after.id);
    // Somebody else added the enterprise between the look and the insert: the next import compares with it.
    return verdicts.map((verdict) =>
      verdict.outcome === 'ADDED' && !added.has(verdict.subjectId ?? '') ? { outcome: 'UNCHANGED' } : verdict,
    );
  }

  lock(tx: Tx, changes: readonly Change[]): Promise<void> {
    return lockEnterprises(tx, idsOf(changes));
  }

  async findUses(db: Db, _context: ImportContext, changes: readonly Change[], limit: number): Promise<UndoBlock[]> {
    const referred = await findReferences(db, 'enterprise', idsOf(changes, 'ADDED'));
    const now = new Map((await listEnterprisesById(db, idsOf(changes))).map((row) => [row.id, row]));
    return changes
      .flatMap(({ rowNo, outcome, subjectId, sealed }) => {
        const row = now.get(subjectId);
        const table = referred.get(subjectId);
        const isChanged =
          row === undefined || (outcome === 'UPDATED' && changedFields(row, sealOf(sealed).after).length > 0);
        const use = table === undefined ? (isChanged ? 'CHANGED' : null) : (USES[table] ?? 'OTHER');
        return use === null ? [] : [{ rowNo, who: maskValue(row?.name ?? ''), use }];
      })
      .slice(0, limit);
  }

  async undo(tx: Tx, context: ImportContext, changes: readonly Change[]): Promise<void> {
    await deleteEnterprises(tx, idsOf(changes, 'ADDED'));
    const before = changes.flatMap(({ outcome, sealed }) => (outcome === 'UPDATED' ? [sealOf(sealed).before] : []));
    await updateEnterprises(tx, before);
    for (const { id } of before) await this.note(tx, context, 'enterprise.update-undone', id);
  }

  private async note(tx: Tx, { actor, importId }: ImportContext, action: string, id: string): Promise<void> {
    await this.audit.record(tx, actor, action, { kind: 'enterprise', id }, { importId });
  }
}

function refusalsOf(
  row: CensusRow,
  before: KnownEnterprise | null,
  found: { readonly parkCode: string | null; readonly unionId: string | null },
): ImportError[] {
  if (before !== null && !before.isInReach) return [{ field: 'creditCode', reason: 'NOT_YOURS' }];
  const errors: ImportError[] = [];
  if (found.parkCode === null)
    errors.push({ field: 'park', reason: row.park === null ? 'PARK_MISSING' : 'PARK_UNKNOWN' });
  if (row.union !== null && found.unionId === null) errors.push({ field: 'union', reason: 'UNION_UNKNOWN' });
  return errors;
}

function bare(row: KnownEnterprise): EnterpriseRow {
  const { id, creditCode, name, parkCode, unionOrgId, industry, condition, eligible, workers, surveyedOn } = row;
  return { id, creditCode, name, parkCode, unionOrgId, industry, condition, eligible, workers, surveyedOn };
}

function sealOf(sealed: string | null): UpdateSeal {
  if (sealed === null) throw new Error('a change of the census was kept without what was before');
  return JSON.parse(sealed) as UpdateSeal;
}

function idsOf(changes: readonly Change[], outcome?: Change['outcome']): string[] {
  return changes
    .filter((change) => outcome === undefined || change.outcome === outcome)
    .map(({ subjectId }) => subjectId);
}
