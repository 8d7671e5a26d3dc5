import type { FieldCipher } from '../../../platform/crypto/field-cipher.js';

// A sealed field holds 64 KiB of text, and base64 makes four characters of three bytes.
const PIECE_BYTES = 48 * 1024;
const LENGTH_BYTES = 4;

/** Seals a whole file piece by piece; number and count are part of each place, so no piece can be moved, left out or added. */
export function sealContent(cipher: FieldCipher, importId: string, content: Buffer): Buffer {
  const count = Math.ceil(content.length / PIECE_BYTES);
  const parts: Buffer[] = [];
  for (let at = 0; at < count; at += 1) {
    const piece = content.subarray(at * PIECE_BYTES, (at + 1) * PIECE_BYTES).toString('base64');
    const sealed = cipher.seal(placeOf(importId, at, count), piece);
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE(sealed.length);
    parts.push(length, sealed);
  }
  return Buffer.concat(parts);
}

/** Takes back `sealContent`. @throws FieldCipherError when anything was touched */
export function openContent(cipher: FieldCipher, importId: string, sealed: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let from = 0; from < sealed.length;) {
    const start = from + LENGTH_BYTES;
    const end = start + sealed.readUInt32BE(from);
    pieces.push(sealed.subarray(start, end));
    from = end;
  }
  const opened = pieces.map((piece, at) => cipher.open(placeOf(importId, at, pieces.length), piece));
  return Buffer.concat(opened.map((text) => Buffer.from(text, 'base64')));
}

function placeOf(importId: string, at: number, count: number): { table: string; column: string; rowId: string } {
  return { table: 'member_import', column: 'content', rowId: `${importId}#${at}/${count}` };
}
