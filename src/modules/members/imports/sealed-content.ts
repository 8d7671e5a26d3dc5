import type { FieldCipher, FieldPlace } from '../../../platform/crypto/field-cipher.js';
import { openFile, sealFile } from '../../../platform/crypto/sealed-file.js';

/** Seals a roster for its import's row. */
export function sealContent(cipher: FieldCipher, importId: string, content: Buffer): Buffer {
  return sealFile(cipher, placeOf(importId), content);
}

/** Takes back `sealContent`. @throws FieldCipherError when anything was touched */
export function openContent(cipher: FieldCipher, importId: string, sealed: Buffer): Buffer {
  return openFile(cipher, placeOf(importId), sealed);
}

function placeOf(rowId: string): FieldPlace {
  return { table: 'member_import', column: 'content', rowId };
}
