import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import type { TableLimits } from './table.js';
import { TableError } from './table-error.js';

const END_SIGNATURE = 0x06054b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const COMMENT_BYTES_MAX = 65_535;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
const PIECE_BYTES = 64 * 1024;

interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packedBytes: number;
  readonly unzippedBytes: number;
  readonly localAt: number;
}

/**
 * The entries of a zip held in memory. Its directory is believed only as an upper bound: what comes out of an entry is counted, and
 * more than the directory says ends the reading. So neither a bomb nor one that lies about itself takes more than the limit.
 */
export class Zip {
  private readonly entries: ReadonlyMap<string, ZipEntry>;

  constructor(
    private readonly bytes: Buffer,
    limits: TableLimits,
  ) {
    this.entries = directoryOf(bytes, limits);
    let total = 0;
    for (const { unzippedBytes } of this.entries.values()) total += unzippedBytes;
    if (total > limits.unzippedBytes) throw new TableError('FILE_INFLATES');
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** An entry's bytes in pieces; nothing for an entry that is not there. */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(name);
    if (entry === undefined) return;
    const packed = this.packedOf(entry);
    if (entry.method === STORED) {
      if (packed.length !== entry.unzippedBytes) throw new TableError('FILE_MALFORMED', name);
      yield packed;
      return;
    }
    const source = Readable.from(piecesOf(packed));
    const inflated = source.pipe(createInflateRaw({ chunkSize: PIECE_BYTES }));
    let seen = 0;
    try {
      for await (const piece of inflated as AsyncIterable<Buffer>) {
        seen += piece.length;
        if (seen > entry.unzippedBytes) throw new TableError('FILE_INFLATES', name);
        yield piece;
      }
    } catch (error) {
      throw error instanceof TableError ? error : new TableError('FILE_MALFORMED', name);
    } finally {
      source.destroy();
      inflated.destroy();
    }
  }

  private packedOf({ name, localAt, packedBytes }: ZipEntry): Buffer {
    if (localAt + LOCAL_BYTES > this.bytes.length || this.bytes.readUInt32LE(localAt) !== LOCAL_SIGNATURE) {
      throw new TableError('FILE_MALFORMED', name);
    }
    const from = localAt + LOCAL_BYTES + this.bytes.readUInt16LE(localAt + 26) + this.bytes.readUInt16LE(localAt + 28);
    if (from + packedBytes > this.bytes.length) throw new TableError('FILE_MALFORMED', name);
    return this.bytes.subarray(from, from + packedBytes);
  }
}

function directoryOf(bytes: Buffer, limits: TableLimits): Map<string, ZipEntry> {
  const end = endOf(bytes);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (count > limits.zipEntries) throw new TableError('FILE_INFLATES', `${count} entries`);
  const entries = new Map<string, ZipEntry>();
  for (let n = 0; n < count; n += 1) {
    if (at + CENTRAL_BYTES > bytes.length || bytes.readUInt32LE(at) !== CENTRAL_SIGNATURE) {
      throw new TableError('FILE_MALFORMED', 'zip directory');
    }
    const nameBytes = bytes.readUInt16LE(at + 28);
    const entry = {
      name: bytes.toString('utf8', at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes).replaceAll('\\', '/'),
      method: bytes.readUInt16LE(at + 10),
      packedBytes: bytes.readUInt32LE(at + 20),
      unzippedBytes: bytes.readUInt32LE(at + 24),
      localAt: bytes.readUInt32LE(at + 42),
    };
    if ((bytes.readUInt16LE(at + 8) & 1) === 1) throw new TableError('FILE_ENCRYPTED');
    if (entry.method !== STORED && entry.method !== DEFLATED) throw new TableError('FILE_MALFORMED', entry.name);
    // Two entries of one name are two answers to one question.
    if (entries.has(entry.name)) throw new TableError('FILE_MALFORMED', entry.name);
    entries.set(entry.name, entry);
    at += CENTRAL_BYTES + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function endOf(bytes: Buffer): number {
  const earliest = Math.max(0, bytes.length - END_BYTES - COMMENT_BYTES_MAX);
  for (let at = bytes.length - END_BYTES; at >= earliest; at -= 1) {
    if (bytes.readUInt32LE(at) === END_SIGNATURE) return at;
  }
  throw new TableError('FILE_MALFORMED', 'zip end');
}

function* piecesOf(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) yield bytes.subarray(from, from + PIECE_BYTES);
}
