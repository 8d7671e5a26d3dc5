const DOMAIN = 'UCARD/CONFIRM/v1\0';

/** What a phone signs to let a till use the plastic card once: which question, whose till, how much. */
export function confirmationBytes({
  id,
  terminalId,
  amountFen,
}: {
  id: string;
  terminalId: string;
  amountFen: number;
}): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${DOMAIN}${id}\0${terminalId}\0${amountFen}`);
}
