import { Injectable } from '@nestjs/common';
import type { Db, Tx } from '../../platform/database/database.js';
import type { ColumnSpec } from '../../platform/tables/index.js';
import type { AuditActor } from '../audit/index.js';
import type { ImportError, ImportKindName, UndoBlock } from './imports.schemas.js';

/** The batch a row belongs to, as far as deciding about it goes. */
export interface ImportContext {
  readonly importId: string;
  readonly orgId: string;
  readonly orgPath: string;
  /** Subtrees of the officer in whose name rows come in. */
  readonly scope: readonly string[];
  readonly loginId: string;
  readonly actor: AuditActor;
  /** Day of the upload, so that a run that goes on tomorrow judges every row alike. */
  readonly todayOn: string;
  /** False for a dry run, which decides alike and writes nothing. */
  readonly writes: boolean;
}

/** Cells of a row by field, tidied; a field without a column is an empty text. */
export type Cells = Readonly<Record<string, string>>;

export type RowReading<Row> =
  { readonly valid: true; readonly row: Row } | { readonly valid: false; readonly errors: readonly ImportError[] };

/** A value that may stand in a file only once. */
export interface RowKey {
  readonly field: string;
  readonly value: string;
  readonly reason: string;
}

/**
 * What became of a row. `sealed` is what an undo needs; it is sealed before it is written. `ASKED`: the person is a member elsewhere and
 * the other union is asked; the row goes back to the officer with its reason, but it is no mistake.
 */
export type Verdict =
  | {
      readonly outcome: 'ADDED' | 'UPDATED' | 'TRANSFERRED';
      readonly subjectId: string | null;
      readonly sealed?: string;
    }
  | {
      readonly outcome: 'ASKED';
      readonly subjectId: string | null;
      readonly sealed?: string;
      readonly errors: readonly ImportError[];
    }
  | { readonly outcome: 'UNCHANGED' }
  | { readonly outcome: 'REFUSED'; readonly errors: readonly ImportError[] };

export interface Change {
  readonly rowNo: number;
  readonly outcome: 'ADDED' | 'UPDATED' | 'TRANSFERRED' | 'ASKED';
  readonly subjectId: string;
  /** As the verdict gave it, opened again. */
  readonly sealed: string | null;
}

/** What a module teaches imports about its own tables. */
export interface ImportKind<Row = unknown> {
  readonly kind: ImportKindName;
  readonly columns: readonly ColumnSpec[];
  /** What an officer reads in the error file for each reason: what is wrong and what to do. */
  readonly remedies: Readonly<Record<string, string>>;
  /** Pure: reads one row or says, field by field, everything that is wrong with it. */
  read(cells: Cells, todayOn: string): RowReading<Row>;
  keysOf(row: Row): readonly RowKey[];
  /** Decides about a chunk set-wise and, unless it is a dry run, writes it; one verdict a row, in order. */
  apply(tx: Tx, context: ImportContext, rows: readonly Row[]): Promise<Verdict[]>;
  /** Locks what an undo would take back against new uses. */
  lock(tx: Tx, changes: readonly Change[]): Promise<void>;
  /** Who of these was used since; at most `limit` are named. */
  findUses(db: Db, context: ImportContext, changes: readonly Change[], limit: number): Promise<UndoBlock[]>;
  /** Takes changes back; what it cannot take back must throw. */
  undo(tx: Tx, context: ImportContext, changes: readonly Change[]): Promise<void>;
}

/** The kinds there are; modules above bring theirs. */
@Injectable()
export class ImportKinds {
  private readonly kinds = new Map<ImportKindName, ImportKind>();

  add<Row>(kind: ImportKind<Row>): void {
    // Rows only ever travel from a kind's reader to the same kind's writer.
    this.kinds.set(kind.kind, kind);
  }

  get(name: ImportKindName): ImportKind {
    const kind = this.kinds.get(name);
    if (kind === undefined) throw new Error(`nobody brought the import kind ${name}`);
    return kind;
  }
}
