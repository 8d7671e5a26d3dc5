import type { FieldCipher } from '../../../platform/crypto/field-cipher.js';

// A sealed field holds 64 KiB of text, and base64 makes four characters of three bytes.
const PIECE_BYTES = 48 * 1024;
const LENGTH_BYTES = 4;

/** Seals a whole file piece by piece; number and count are part of each place, so no piece can be moved, left out or added. */
export function sealOldCards(cipher: FieldCipher, takeoverId: string, content: Buffer): Buffer {
  const count = Math.ceil(content.length / PIECE_BYTES);
  return Buffer.concat(
    Array.from({ length: count }, (_, at) => {
      const piece = content.subarray(at * PIECE_BYTES, (at + 1) * PIECE_BYTES).toString('base64');
      const sealed = cipher.seal(placeOf(takeoverId, at, count), piece);
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt32BE(sealed.length);
      return Buffer.concat([length, sealed]);
    }),
  );
}

/** Takes back `sealOldCards`. @throws FieldCipherError when anything was touched */
export function openOldCards(cipher: FieldCipher, takeoverId: string, sealed: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let from = 0; from < sealed.length;) {
    const start = from + LENGTH_BYTES;
    const end = start + sealed.readUInt32BE(from);
    pieces.push(sealed.subarray(start, end));
    from = end;
  }
  return Buffer.concat(
    pieces.map((piece, at) => Buffer.from(cipher.open(placeOf(takeoverId, at, pieces.length), piece), 'base64')),
  );
}

function placeOf(takeoverId: string, at: number, count: number): { table: string; column: string; rowId: string } {
  return { table: 'card_takeover', column: 'content', rowId: `${takeoverId}#${at}/${count}` };
}
