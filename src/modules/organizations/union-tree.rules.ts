import { isWithin, orgIdsOf } from '../../shared/org-path.js';
import type { OrgLevel } from './organizations.schemas.js';

const ORDER: readonly OrgLevel[] = ['CITY', 'PARK', 'GRASSROOTS', 'GROUP'];

/** The path of an organisation under its parent; the city stands under nothing. */
export function pathUnder(parentPath: string | null, id: string): string {
  return `${parentPath ?? '/'}${id}/`;
}

/** True when an organisation of this level may stand under that one: only the city is a top, and levels go down. */
export function isPlaceable(level: OrgLevel, parentLevel: OrgLevel | null): boolean {
  if (parentLevel === null) return level === 'CITY';
  return ORDER.indexOf(level) > ORDER.indexOf(parentLevel);
}

/** The city and the unions of parks stay where they are: a park is a place, and its union answers for it. */
export function isFixed(level: OrgLevel): boolean {
  return level === 'CITY' || level === 'PARK';
}

export interface PlacedUnion {
  readonly level: OrgLevel;
  readonly path: string;
}

export type FixedReason = 'ORG_FIXED' | 'ORG_TOP_OF_SCOPE';

/**
 * Whether an officer may take a union out of its place, to move or to dissolve it; null is yes. Who answers for a union but not for
 * the one above it would take it from others.
 */
export function decideTaking({ level, path }: PlacedUnion, scope: readonly string[]): FixedReason | null {
  if (isFixed(level)) return 'ORG_FIXED';
  return scope.some((subtree) => path !== subtree && isWithin(path, subtree)) ? null : 'ORG_TOP_OF_SCOPE';
}

export type MoveReason = FixedReason | 'ORG_UNDER_ITSELF' | 'ORG_STANDS_THERE' | 'ORG_LEVEL_WRONG';

/** Whether a union may go under another one; null is yes. Both lie in the officer's scope. */
export function decideMove(org: PlacedUnion, parent: PlacedUnion, scope: readonly string[]): MoveReason | null {
  const taking = decideTaking(org, scope);
  if (taking !== null) return taking;
  if (isWithin(parent.path, org.path)) return 'ORG_UNDER_ITSELF';
  if (parent.path === parentPathOf(org.path)) return 'ORG_STANDS_THERE';
  return isPlaceable(org.level, parent.level) ? null : 'ORG_LEVEL_WRONG';
}

/** The path of the union above. */
export function parentPathOf(path: string): string {
  return `/${orgIdsOf(path)
    .slice(0, -1)
    .map((id) => `${id}/`)
    .join('')}`;
}

/** Ids of the unions that were above before a move and are no more. */
export function leftIds(fromPath: string, toPath: string): string[] {
  const now = new Set(orgIdsOf(toPath));
  return orgIdsOf(fromPath).filter((id) => !now.has(id));
}
