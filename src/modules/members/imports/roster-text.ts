import iconv from 'iconv-lite';

const BOM = '\uFEFF';
const REPLACEMENT = '\uFFFD';

/** The text of a file in the encodings offices use: UTF-8 with or without BOM, UTF-16 with BOM, else GBK; null when it is none of them. */
export function decodeRoster(bytes: Buffer): string | null {
  const text = decodeUtf16(bytes) ?? decodeUtf8(bytes) ?? iconv.decode(bytes, 'gb18030');
  // A NUL means a spreadsheet or another binary file was sent under the name of a CSV.
  if (text.includes(REPLACEMENT) || text.includes('\0')) return null;
  return text.startsWith(BOM) ? text.slice(1) : text;
}

function decodeUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function decodeUtf16(bytes: Buffer): string | null {
  const isLittleEndian = bytes[0] === 0xff && bytes[1] === 0xfe;
  return isLittleEndian ? new TextDecoder('utf-16le', { ignoreBOM: true }).decode(bytes) : null;
}
