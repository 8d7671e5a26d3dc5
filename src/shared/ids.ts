import { z } from 'zod';

export const idSchema = z.uuid({ error: 'must be an id given by the platform (a UUID)' });

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const RANDOM_BYTES = 10;
const POOL_BYTES = RANDOM_BYTES * 400;

/** Random bytes are drawn in bulk: one system call a few hundred ids, which bulk loads feel. */
const pool = new Uint8Array(POOL_BYTES);
let used = POOL_BYTES;

/** A new time-ordered id (UUID v7): neighbours in time are neighbours in the index. */
export function newId(): string {
  if (used === POOL_BYTES) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  const at = used;
  used += RANDOM_BYTES;
  const byte = (offset: number): number => pool[at + offset] ?? 0;
  const hex = (value: number): string => HEX[value & 0xff] ?? '';
  const now = Date.now();
  const high = Math.floor(now / 0x1_0000_0000);
  const time = hex(high >>> 8) + hex(high) + hex(now / 0x100_0000) + hex(now / 0x1_0000);
  const tail = hex(byte(4)) + hex(byte(5)) + hex(byte(6)) + hex(byte(7)) + hex(byte(8)) + hex(byte(9));
  const version = hex((byte(0) & 0x0f) | 0x70) + hex(byte(1));
  const variant = hex((byte(2) & 0x3f) | 0x80) + hex(byte(3));
  return `${time}-${hex(now / 0x100)}${hex(now)}-${version}-${variant}-${tail}`;
}
