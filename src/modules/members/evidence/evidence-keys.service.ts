import { Injectable, type OnModuleInit } from '@nestjs/common';
import { KeyRotation, type SealedApart } from '../../../platform/crypto/key-rotation.service.js';
import { Keyring } from '../../../platform/crypto/keyring.js';
import { openFile, sealFile } from '../../../platform/crypto/sealed-file.js';
import { Database } from '../../../platform/database/database.js';
import { EvidenceDatabase } from '../../../platform/database/evidence-database.js';
import { countStaleIn, lockStaleIn, SEALED, type SealedPlace, updateSealed } from './evidence.repository.js';

/** A file has 5 MB at most, so that a chunk of them stays small in memory. */
const FILES_AT_ONCE = 4;
const TEXTS_AT_ONCE = 100;

/** Evidence when the field keys change: sealed anew like everything else, and no key goes while something of it hangs on it. */
@Injectable()
export class EvidenceKeys implements SealedApart, OnModuleInit {
  readonly table = 'evidence';

  constructor(
    private readonly rotation: KeyRotation,
    private readonly keyring: Keyring,
    private readonly evidence: EvidenceDatabase,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.rotation.keepApart(this);
  }

  /** A process without the sign-in cannot look: then every case that may have evidence counts, and no key is forgotten by mistake. */
  async countStale(kid: number): Promise<number> {
    if (this.evidence.isConfigured)
      return this.evidence.transaction(async (tx) => {
        let stale = 0;
        for (const place of SEALED) stale += await countStaleIn(tx, place, kid);
        return stale;
      });
    const rows: { n: number }[] = await this.database.db.query(
      'SELECT count(*)::int AS n FROM category_case WHERE evidence_erased_at IS NULL AND proposed_by IS NULL',
    );
    return rows[0]?.n ?? 0;
  }

  async resealSome(): Promise<number> {
    if (!this.evidence.isConfigured) return 0;
    for (const place of SEALED) {
      const changed = await this.resealIn(place);
      if (changed > 0) return changed;
    }
    return 0;
  }

  private resealIn(place: SealedPlace): Promise<number> {
    const { fields } = this.keyring;
    const isFile = place.column === 'content';
    return this.evidence.transaction(async (tx) => {
      const stale = await lockStaleIn(tx, place, fields.currentKid, isFile ? FILES_AT_ONCE : TEXTS_AT_ONCE);
      for (const { id, sealed } of stale) {
        const at = { table: place.table, column: place.column, rowId: id };
        const anew = isFile
          ? sealFile(fields, at, openFile(fields, at, sealed))
          : fields.seal(at, fields.open(at, sealed));
        await updateSealed(tx, place, id, anew);
      }
      return stale.length;
    });
  }
}
