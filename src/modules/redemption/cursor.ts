import { commonErrors, Refusal } from '../../shared/errors.js';

/** Where a list newest-first stopped: the instant and id of its last row. */
export function cursorOf(occurredAt: Date, id: string): string {
  return `${occurredAt.toISOString()}_${id}`;
}

/** @throws Refusal REQUEST_INVALID for a cursor no list of ours gave */
export function instantAndId(cursor: string | undefined): { occurredAt: Date | null; id: string | null } {
  if (cursor === undefined) return { occurredAt: null, id: null };
  const [instant, id] = cursor.split('_');
  const occurredAt = new Date(instant ?? '');
  if (Number.isNaN(occurredAt.getTime()) || !/^[0-9a-f-]{36}$/.test(id ?? '')) {
    throw new Refusal(commonErrors.REQUEST_INVALID, {
      field: 'cursor',
      detail: 'cursor: use nextCursor of the page before, unchanged',
    });
  }
  return { occurredAt, id: id ?? null };
}
