import { type CellFlaw, type Mapping, type TableRow, tidyCell } from '../../platform/tables/index.js';
import { shanghaiDate } from '../../shared/time.js';
import type { Cells, ImportContext, ImportKind, RowReading, Verdict } from './import-kind.js';
import type { ImportBatch } from './imports.repository.js';
import type { ImportCounts, ImportError } from './imports.schemas.js';

export interface ReadRow {
  readonly rowNo: number;
  readonly cells: readonly string[];
  readonly reading: RowReading<unknown>;
}

/** Reads the rows of one file, and notices what stands in it twice. */
export class RowReader {
  /** By field: in which row a value came first. */
  private readonly seen = new Map<string, Map<string, number>>();

  constructor(
    private readonly kind: ImportKind,
    private readonly mapping: Mapping,
    private readonly todayOn: string,
  ) {}

  read({ rowNo, cells, flaws }: TableRow): ReadRow {
    const flawed = flaws.size === 0 ? [] : this.flawErrors(flaws);
    const reading = flawed.length > 0 ? { valid: false as const, errors: flawed } : this.judge(rowNo, cells);
    return { rowNo, cells, reading };
  }

  private judge(rowNo: number, cells: readonly string[]): RowReading<unknown> {
    const reading = this.kind.read(this.cellsOf(cells), this.todayOn);
    if (!reading.valid) return reading;
    const keys = this.kind.keysOf(reading.row);
    const errors = keys.flatMap(({ field, value, reason }) => {
      const otherRow = this.seen.get(field)?.get(value);
      return otherRow === undefined ? [] : [{ field, reason, otherRow }];
    });
    if (errors.length > 0) return { valid: false, errors };
    for (const { field, value } of keys) {
      const values = this.seen.get(field) ?? new Map<string, number>();
      this.seen.set(field, values.set(apart(value), rowNo));
    }
    return reading;
  }

  private cellsOf(cells: readonly string[]): Cells {
    const found: Record<string, string> = {};
    for (const { field } of this.kind.columns) {
      const at = this.mapping[field];
      found[field] = at === undefined ? '' : tidyCell(cells[at] ?? '');
    }
    return found;
  }

  private flawErrors(flaws: ReadonlyMap<number, CellFlaw>): ImportError[] {
    return Object.entries(this.mapping).flatMap(([field, at]) => {
      const flaw = flaws.get(at);
      return flaw === undefined ? [] : [{ field, reason: `CELL_${flaw}` }];
    });
  }
}

// A piece cut out of a text keeps the whole text in memory, and this one lives as long as the run: it becomes a text of its own.
function apart(value: string): string {
  return Buffer.from(value).toString();
}

/** What a step of an import needs to know of it; what it does is done in the officer's name. */
export function contextOf(batch: ImportBatch): ImportContext {
  return {
    importId: batch.id,
    orgId: batch.orgId,
    orgPath: batch.orgPath,
    scope: batch.scope,
    loginId: batch.requestedBy,
    actor: { kind: 'system', id: `import:${batch.id}` },
    todayOn: shanghaiDate(batch.createdAt.getTime()),
    writes: batch.state === 'COMMITTING',
  };
}

export function countsOf(outcomes: readonly Verdict['outcome'][]): ImportCounts {
  const count = (wanted: Verdict['outcome']): number => outcomes.filter((outcome) => outcome === wanted).length;
  return {
    addedRows: count('ADDED'),
    updatedRows: count('UPDATED'),
    transferredRows: count('TRANSFERRED'),
    askedRows: count('ASKED'),
    unchangedRows: count('UNCHANGED'),
    refusedRows: count('REFUSED'),
  };
}
