import type { FieldCipher } from '../../platform/crypto/field-cipher.js';

// A sealed field holds 64 KiB of text, and base64 makes four characters of three bytes; the head says which piece of how many it is.
const PIECE_BYTES = 47 * 1024;

type SealedTable = 'import_piece' | 'import_kept_row' | 'import_change';

const placeOf = (table: SealedTable, rowId: string) => ({ table, column: 'sealed', rowId });

export function sealText(cipher: FieldCipher, table: SealedTable, rowId: string, text: string): Buffer {
  return cipher.seal(placeOf(table, rowId), text);
}

export function openText(cipher: FieldCipher, table: SealedTable, rowId: string, sealed: Uint8Array): string {
  return cipher.open(placeOf(table, rowId), sealed);
}

export interface SealedPiece {
  readonly id: string;
  readonly sealed: Buffer;
}

/** Seals a whole file piece by piece; each says which of how many it is, so none can be moved, left out or added. */
export function* sealPieces(cipher: FieldCipher, content: Buffer, newId: () => string): Generator<SealedPiece> {
  const count = Math.ceil(content.length / PIECE_BYTES);
  for (let at = 0; at < count; at += 1) {
    const piece = content.toString('base64', at * PIECE_BYTES, (at + 1) * PIECE_BYTES);
    const id = newId();
    yield { id, sealed: sealText(cipher, 'import_piece', id, `${at}/${count}:${piece}`) };
  }
}

/** Takes back `sealPieces`, given some at a time in their order. @throws Error when one is missing or out of place */
export async function openPieces(
  cipher: FieldCipher,
  count: number,
  some: AsyncIterable<readonly SealedPiece[]>,
): Promise<Buffer> {
  const opened: Buffer[] = [];
  for await (const pieces of some)
    for (const { id, sealed } of pieces) {
      const text = openText(cipher, 'import_piece', id, sealed);
      const head = `${opened.length}/${count}:`;
      if (!text.startsWith(head)) throw new Error('a piece of an imported file is missing or out of place');
      opened.push(Buffer.from(text.slice(head.length), 'base64'));
    }
  if (opened.length !== count) throw new Error('a piece of an imported file is missing or out of place');
  return Buffer.concat(opened);
}
