import type { OrgStep } from './tree.schemas.js';

/** An entry of the trail, as far as a step of a union is read from it. */
export interface StepEntry {
  readonly id: string;
  readonly at: string;
  readonly actorName: string | null;
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

const KINDS: ReadonlyMap<string, OrgStep['kind']> = new Map([
  ['union-org.created', 'CREATED'],
  ['union-org.renamed', 'RENAMED'],
  ['union-org.moved', 'MOVED'],
  ['union-org.dissolved', 'DISSOLVED'],
  ['union-org.placed', 'PLACED'],
  ['standard.assessed', 'ASSESSED'],
]);

export function isOrgStep({ action }: StepEntry): boolean {
  return KINDS.has(action);
}

/** An entry as a step of the union's history. */
export function orgStepOf({ id, at, actorName, action, detail }: StepEntry): OrgStep {
  const kind = KINDS.get(action);
  if (kind === undefined) throw new Error(`${action} is no step of a union`);
  const text = (field: string): string | null => {
    const value = detail[field];
    return typeof value === 'string' ? value : null;
  };
  const to =
    kind === 'PLACED' ? text('districtCode') : kind === 'ASSESSED' ? String(detail['standard'] === true) : text('to');
  return { id, at, by: actorName, kind, from: text('from'), to, reason: text('reason') };
}
