import { z } from 'zod';

export const idSchema = z.uuid({ error: 'must be an id given by the platform (a UUID)' });

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const RANDOM_BYTES = 8;
const POOL_BYTES = RANDOM_BYTES * 512;
const SEQUENCE_MAX = 0xfff;

/** Random bytes are drawn in bulk: one system call a few hundred ids, which bulk loads feel. */
const pool = new Uint8Array(POOL_BYTES);
let used = POOL_BYTES;
let lastMs = 0;
let sequence = 0;

/** A new id (UUID v7) greater than every one this process made before: rows of one instant keep their order. */
export function newId(): string {
  if (used === POOL_BYTES) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  const at = used;
  used += RANDOM_BYTES;
  const byte = (offset: number): number => pool[at + offset] ?? 0;
  const hex = (value: number): string => HEX[value & 0xff] ?? '';
  tick();
  const time =
    hex(lastMs / 0x100_0000_0000) + hex(lastMs / 0x1_0000_0000) + hex(lastMs / 0x100_0000) + hex(lastMs / 0x1_0000);
  const version = hex((sequence >>> 8) | 0x70) + hex(sequence);
  const variant = hex((byte(0) & 0x3f) | 0x80) + hex(byte(1));
  const tail = hex(byte(2)) + hex(byte(3)) + hex(byte(4)) + hex(byte(5)) + hex(byte(6)) + hex(byte(7));
  return `${time}-${hex(lastMs / 0x100)}${hex(lastMs)}-${version}-${variant}-${tail}`;
}

/** The smallest id that begins with a millisecond (Unix): ranges of ids are ranges of time. */
export function firstIdAt(ms: number): string {
  const time = Math.max(0, ms).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}

/** Within one millisecond the sequence counts up; when it is full, or the clock went back, the next millisecond is borrowed. */
function tick(): void {
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    sequence = 0;
  } else if (sequence < SEQUENCE_MAX) {
    sequence += 1;
  } else {
    lastMs += 1;
    sequence = 0;
  }
}
