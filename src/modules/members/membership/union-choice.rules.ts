import type { OrgLevel } from '../../organizations/index.js';

/** Whether people join this union themselves: those of enterprises and their groups, not the federations above. */
export function isJoinable<Union extends { readonly level: OrgLevel }>(union: Union | null): union is Union {
  return union !== null && (union.level === 'GRASSROOTS' || union.level === 'GROUP');
}
