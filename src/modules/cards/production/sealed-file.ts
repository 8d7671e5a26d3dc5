import { createHash } from 'node:crypto';
import type { FieldCipher, FieldPlace } from '../../../platform/crypto/field-cipher.js';
import type { Database, Db } from '../../../platform/database/database.js';
import { newId } from '../../../shared/ids.js';
import { findPiece, insertPiece } from './files.repository.js';
import type { ProductionFile } from './production.schemas.js';

// A sealed field holds 64 KiB of text, and base64 makes four characters of three bytes.
const PIECE_BYTES = 48 * 1024;

export interface SealedFile {
  readonly batchId: string;
  readonly kind: ProductionFile;
  readonly runId: string;
  readonly pieces: number;
  readonly bytes: number;
  readonly sha256: Buffer;
}

/** Writes a file into the database piece by piece, sealed; a run that is cut off leaves pieces no file names. */
export class SealedFileWriter {
  private readonly runId = newId();
  private readonly hash = createHash('sha256');
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  private pieces = 0;
  private bytes = 0;

  constructor(
    private readonly database: Database,
    private readonly cipher: FieldCipher,
    private readonly batchId: string,
    private readonly kind: ProductionFile,
  ) {}

  async write(chunk: Buffer): Promise<void> {
    this.waiting.push(chunk);
    this.waitingBytes += chunk.length;
    while (this.waitingBytes >= PIECE_BYTES) await this.flush();
  }

  async end(): Promise<SealedFile> {
    while (this.waitingBytes > 0) await this.flush();
    const { batchId, kind, runId, pieces, bytes } = this;
    return { batchId, kind, runId, pieces, bytes, sha256: this.hash.digest() };
  }

  private async flush(): Promise<void> {
    const all = Buffer.concat(this.waiting);
    const piece = all.subarray(0, PIECE_BYTES);
    const rest = all.subarray(PIECE_BYTES);
    this.waiting = rest.length === 0 ? [] : [rest];
    this.waitingBytes = rest.length;
    this.hash.update(piece);
    this.bytes += piece.length;
    const key = { batchId: this.batchId, kind: this.kind, runId: this.runId, n: this.pieces };
    const sealed = this.cipher.seal(placeOf(this.runId, this.pieces), piece.toString('base64'));
    this.pieces += 1;
    await this.database.transaction((tx) => insertPiece(tx, key, sealed));
  }
}

/** Reads a file back piece by piece. @throws Error when a piece is gone; FieldCipherError when one was touched */
export async function* readSealedFile(db: Db, cipher: FieldCipher, file: SealedFile): AsyncGenerator<Buffer> {
  const { batchId, kind, runId } = file;
  for (let n = 0; n < file.pieces; n += 1) {
    const sealed = await findPiece(db, { batchId, kind, runId, n });
    if (sealed === null) throw new Error(`piece ${n} of a file of batch ${batchId} is gone`);
    yield Buffer.from(cipher.open(placeOf(runId, n), sealed), 'base64');
  }
}

function placeOf(runId: string, n: number): FieldPlace {
  return { table: 'card_production_piece', column: 'sealed', rowId: `${runId}#${n}` };
}
