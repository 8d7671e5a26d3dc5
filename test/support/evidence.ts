import { randomBytes } from 'node:crypto';

/** A picture no other test sent. */
export function aPhoto(bytes = 2_000): Buffer {
  // Without 0xFF inside, so that nothing looks like a mark of the format.
  const noise = randomBytes(bytes).map((byte) => byte & 0x7f);
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), noise, Buffer.from([0xff, 0xd9])]);
}

export const aPdf = (words = 'proof'): Buffer => Buffer.from(`%PDF-1.7\n1 0 obj <<>> % ${words}\nendobj\n%%EOF\n`);

/** A multipart body with one part, as a browser sends it. */
export function multipart(
  fileName: string,
  content: Buffer,
  field = 'file',
): { payload: Buffer; headers: { 'content-type': string } } {
  const boundary = 'evidence-boundary-0123456789';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${fileName}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return {
    payload: Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}
