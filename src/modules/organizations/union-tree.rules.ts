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
