/** Whether a basket is too dear for a short number: digits that can be read out over a telephone are good for small ones only. */
export function isPastShortNumber(codeKind: string, amountFen: number, maxFen: number): boolean {
  return codeKind === 'N' && amountFen > maxFen;
}
