import type { FieldCipher, FieldPlace } from '../../../platform/crypto/field-cipher.js';

// A sealed field holds 64 KiB of text, and base64 makes four characters of three bytes.
const PIECE_BYTES = 48 * 1024;
const LENGTH_BYTES = 4;

/** Seals a whole file piece by piece; number and count are part of each place, so no piece can be moved, left out or added. */
export function sealContent(cipher: FieldCipher, rowId: string, content: Buffer, table = 'member_import'): Buffer {
  const count = Math.ceil(content.length / PIECE_BYTES);
  const parts: Buffer[] = [];
  for (let at = 0; at < count; at += 1) {
    const piece = content.subarray(at * PIECE_BYTES, (at + 1) * PIECE_BYTES).toString('base64');
    const sealed = cipher.seal(placeOf(table, rowId, at, count), piece);
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE(sealed.length);
    parts.push(length, sealed);
  }
  return Buffer.concat(parts);
}

/** Takes back `sealContent`. @throws FieldCipherError when anything was touched */
export function openContent(cipher: FieldCipher, rowId: string, sealed: Buffer, table = 'member_import'): Buffer {
  const pieces: Buffer[] = [];
  for (let from = 0; from < sealed.length;) {
    const start = from + LENGTH_BYTES;
    const end = start + sealed.readUInt32BE(from);
    pieces.push(sealed.subarray(start, end));
    from = end;
  }
  const opened = pieces.map((piece, at) => cipher.open(placeOf(table, rowId, at, pieces.length), piece));
  return Buffer.concat(opened.map((text) => Buffer.from(text, 'base64')));
}

function placeOf(table: string, rowId: string, at: number, count: number): FieldPlace {
  return { table, column: 'content', rowId: `${rowId}#${at}/${count}` };
}
