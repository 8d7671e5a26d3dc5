import type { ColumnSpec } from '../../platform/tables/index.js';
import { DAY_MS, toWireTime } from '../../shared/time.js';
import type { ImportViewRow } from './imports.queries.js';
import type { ImportView } from './imports.schemas.js';

/** How long a batch can be undone. */
export const KEPT_DAYS = 30;

/** An import as officers see it; its first mistakes are added where one is opened. */
export function viewOf(row: ImportViewRow, columns: readonly ColumnSpec[], now: Date): ImportView {
  const { layout, hasChanges, createdAt, finishedAt, undoBlocks, ...rest } = row;
  return {
    ...rest,
    fileKind: layout?.fileKind ?? null,
    sheet: layout?.sheet ?? null,
    otherSheets: [...(layout?.otherSheets ?? [])],
    hasMergedCells: layout?.hasMergedCells ?? false,
    header: [...(layout?.header ?? [])],
    isRemembered: layout?.isRemembered ?? false,
    mapping: rest.mapping === null ? null : { ...rest.mapping },
    fields: columns.map(({ field, names, isRequired }) => ({ field, name: names[0] ?? field, isRequired })),
    firstErrors: [],
    mayUndo: hasChanges && isUndoable(row, now),
    undoBlocks: undoBlocks ?? [],
    createdAt: toWireTime(createdAt),
    finishedAt: finishedAt === null ? null : toWireTime(finishedAt),
  };
}

function isUndoable({ state, finishedAt }: ImportViewRow, now: Date): boolean {
  if ((state !== 'DONE' && state !== 'CANCELLED') || finishedAt === null) return false;
  return now.getTime() - finishedAt.getTime() < KEPT_DAYS * DAY_MS;
}
