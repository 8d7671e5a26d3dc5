/** Places on a list as people write them: `3, 8，12-15`. Null when something is no place. */
export function readPlaces(text: string): number[] | null {
  const places = new Set<number>();
  for (const part of text.split(/[\s,，、;；]+/).filter((each) => each !== '')) {
    const range = /^(\d{1,4})(?:[-—~～](\d{1,4}))?$/.exec(part);
    if (range === null) return null;
    const from = Number(range[1]);
    const to = Number(range[2] ?? range[1]);
    if (from < 1 || to < from) return null;
    for (let place = from; place <= to; place += 1) places.add(place);
  }
  return [...places].toSorted((one, other) => one - other);
}
