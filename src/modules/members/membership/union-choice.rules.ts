/** Whether people join this union themselves: those of enterprises and their groups, not the federations above. */
export function isJoinable<Union extends { readonly level: string }>(union: Union | null): union is Union {
  return union !== null && (union.level === 'GRASSROOTS' || union.level === 'GROUP');
}
