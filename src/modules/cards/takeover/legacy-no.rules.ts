/** Old card numbers, as they were printed: letters, digits, spaces and dashes; kept without the last two, letters in capitals. */
export function readLegacyNo(text: string): string | null {
  const plain = text.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase();
  return /^[A-Z]{0,6}\d{6,24}$/.test(plain) ? plain : null;
}
