export type EvidenceMedia = 'application/pdf' | 'image/jpeg' | 'image/png';
export type FileRefusal =
  'EVIDENCE_FILE_EMPTY' | 'EVIDENCE_FILE_TOO_LARGE' | 'EVIDENCE_FILE_TYPE' | 'EVIDENCE_FILE_UNSAFE';

export const FILE_BYTES_MAX = 5 * 1024 * 1024;
export const FILES_MAX = 10;

const EXTENSIONS: Readonly<Record<string, EvidenceMedia>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
};
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** What an officer's PDF reader might run. */
const ACTIVE_PDF = ['/JavaScript', '/Launch', '/EmbeddedFile', '/RichMedia'];
/** What a browser that guesses might take for a page; it looks no further than this. */
const PAGE_MARKS = ['<!doctype', '<html', '<script', '<svg', '<?php', '<?xml', '%pdf-'];
const GUESSED_BYTES = 1024;
const ZIP_TAIL_BYTES = 22 + 0xffff;

/**
 * Whether bytes are the picture or document their name says, and nothing else besides: a file that is two things at once is refused,
 * whichever of them its name tells.
 */
export function decideFile(
  fileName: string,
  bytes: Uint8Array,
): { readonly media: EvidenceMedia } | { readonly refusal: FileRefusal } {
  if (bytes.length === 0) return { refusal: 'EVIDENCE_FILE_EMPTY' };
  if (bytes.length > FILE_BYTES_MAX) return { refusal: 'EVIDENCE_FILE_TOO_LARGE' };
  const media = mediaOf(bytes);
  if (media === null || EXTENSIONS[extensionOf(fileName)] !== media) return { refusal: 'EVIDENCE_FILE_TYPE' };
  return isWhole(media, bytes) && !isSomethingElse(media, bytes) ? { media } : { refusal: 'EVIDENCE_FILE_UNSAFE' };
}

function extensionOf(fileName: string): string {
  const at = fileName.lastIndexOf('.');
  return at < 0 ? '' : fileName.slice(at + 1).toLowerCase();
}

function mediaOf(bytes: Uint8Array): EvidenceMedia | null {
  if (startsWith(bytes, PNG)) return 'image/png';
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  return /^%PDF-[12]\.\d/.test(textOf(bytes, 0, 8)) ? 'application/pdf' : null;
}

/** It ends where its format says it ends; nothing hangs on behind. */
function isWhole(media: EvidenceMedia, bytes: Uint8Array): boolean {
  if (media === 'image/png') return pngEnd(bytes) === bytes.length;
  if (media === 'image/jpeg') return /\u00ff\u00d9\0*$/.test(textOf(bytes, Math.max(0, bytes.length - 4096)));
  return /%%EOF[\s\0]*$/.test(textOf(bytes, Math.max(0, bytes.length - 1024)));
}

/** Where the chunks of a PNG end; -1 where they do not follow one another to `IEND`. */
function pngEnd(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = PNG.length;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + view.getUint32(at);
    const kind = textOf(bytes, at + 4, at + 8);
    if (end > bytes.length || !/^[A-Za-z]{4}$/.test(kind)) return -1;
    if (kind === 'IEND') return end;
    at = end;
  }
  return -1;
}

function isSomethingElse(media: EvidenceMedia, bytes: Uint8Array): boolean {
  if (isZip(bytes)) return true;
  if (media === 'application/pdf') {
    const text = textOf(bytes, 0);
    return ACTIVE_PDF.some((mark) => text.includes(mark));
  }
  const head = textOf(bytes, 0, GUESSED_BYTES).toLowerCase();
  return PAGE_MARKS.some((mark) => head.includes(mark));
}

/** A ZIP is read from its end: its last record stands there, followed by as many bytes of comment as it says. */
function isZip(bytes: Uint8Array): boolean {
  const from = Math.max(0, bytes.length - ZIP_TAIL_BYTES);
  for (let at = bytes.length - 22; at >= from; at -= 1) {
    if (!startsWith(bytes.subarray(at, at + 4), [0x50, 0x4b, 0x05, 0x06])) continue;
    if ((bytes[at + 20] ?? 0) + (bytes[at + 21] ?? 0) * 256 === bytes.length - at - 22) return true;
  }
  return false;
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte);
}

/** One character a byte. */
function textOf(bytes: Uint8Array, from: number, to: number = bytes.length): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to);
}
