/** The first local day of the month of a day, `YYYY-MM-DD`, moved by months. */
export function monthOf(dateOn: string, by = 0): string {
  const [year, month] = dateOn.split('-').map(Number);
  const at = (year ?? 0) * 12 + (month ?? 1) - 1 + by;
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}-01`;
}

/** Months from one to another; negative when it lies before. */
export function monthsBetween(fromOn: string, toOn: string): number {
  const index = (on: string): number => Number(on.slice(0, 4)) * 12 + Number(on.slice(5, 7));
  return index(toOn) - index(fromOn);
}
