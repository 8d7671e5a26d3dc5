import type { FieldCipher, FieldPlace } from './field-cipher.js';

// A sealed field holds 64 KiB of text, and base64 makes four characters of three bytes.
const PIECE_BYTES = 48 * 1024;
const LENGTH_BYTES = 4;

/** Seals a whole file piece by piece; number and count are part of each place, so no piece can be moved, left out or added. */
export function sealFile(cipher: FieldCipher, place: FieldPlace, content: Buffer): Buffer {
  const count = Math.ceil(content.length / PIECE_BYTES);
  const parts: Buffer[] = [];
  for (let at = 0; at < count; at += 1) {
    const piece = content.subarray(at * PIECE_BYTES, (at + 1) * PIECE_BYTES).toString('base64');
    const sealed = cipher.seal(pieceOf(place, at, count), piece);
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE(sealed.length);
    parts.push(length, sealed);
  }
  return Buffer.concat(parts);
}

/** Takes back `sealFile`. @throws FieldCipherError when anything was touched */
export function openFile(cipher: FieldCipher, place: FieldPlace, sealed: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let from = 0; from < sealed.length;) {
    const start = from + LENGTH_BYTES;
    const end = start + sealed.readUInt32BE(from);
    pieces.push(sealed.subarray(start, end));
    from = end;
  }
  const opened = pieces.map((piece, at) => cipher.open(pieceOf(place, at, pieces.length), piece));
  return Buffer.concat(opened.map((text) => Buffer.from(text, 'base64')));
}

function pieceOf({ table, column, rowId }: FieldPlace, at: number, count: number): FieldPlace {
  return { table, column, rowId: `${rowId}#${at}/${count}` };
}
