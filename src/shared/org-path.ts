/** Path of a union organisation, `/city/park-a/u1/`: an officer of `/city/park-a/` sees everything that starts with it. */
export function isWithin(path: string, subtree: string): boolean {
  return path.startsWith(subtree);
}

/** Ids of a path from the city down. */
export function orgIdsOf(path: string): string[] {
  return path.split('/').filter((id) => id !== '');
}

/** Scope as LIKE patterns for `path LIKE ANY($n)`; `_` may stand in an id and must not match anything else. */
export function scopeLike(scope: readonly string[]): string[] {
  return scope.map((subtree) => `${subtree.replace(/[\\%_]/g, String.raw`\$&`)}%`);
}
