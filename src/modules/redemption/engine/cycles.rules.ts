/** The counter of redeem–reverse cycles of one basket, before and after the member in its key. */
export const CYCLE_KEY_PARTS = (storeId: string, ticketNo: string): readonly [string, string] => [
  `CYCLE:${storeId}:`,
  `:${ticketNo}`,
];
