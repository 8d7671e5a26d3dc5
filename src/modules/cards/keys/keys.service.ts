import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { newEd25519Pair } from '../../../platform/crypto/key-files.js';
import { Keyring, type PassKey } from '../../../platform/crypto/keyring.js';
import { logger } from '../../../platform/logging/logger.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { Clock } from '../../../shared/clock.js';
import { toBase64Url } from '../../../shared/code/base64url.js';
import { SUITE_ED25519 } from '../../../shared/code/phone-code.js';
import { DAY_MS, toWireTime } from '../../../shared/time.js';
import { AlertsService } from '../../audit/index.js';
import { CardKeys, keyPlace } from './card-keys.js';
import { listedKey } from './key-list.js';
import type { CodeKeysView } from './key.schemas.js';
import { type CardKeyRow, endKey, findKeyList, insertKey, lockKeys, readKeys } from './keys.repository.js';
import { endOfOpenKey, KEY_USES, listMissingKeys, type NewPeriod } from './rotation.rules.js';

/** So long before a key begins to sign, tills without a network should find it in the root's list. */
const SIGN_AHEAD_MS = 14 * DAY_MS;
/** What notices of this kind are about. */
const SUBJECT = 'card-key';

/** Keys of codes: made ahead by the calendar, listed for tills. */
@Injectable()
export class KeysService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly cipher: FieldCipher,
    private readonly keys: CardKeys,
    private readonly alerts: AlertsService,
    private readonly clock: Clock,
  ) {}

  /** Clock work, and safe at any time: keys of the coming months lie ready, and those they follow get an end. Answers how many were made. */
  async rotate(): Promise<number> {
    const now = this.clock.now();
    const made = await this.database.transaction((tx) => this.makeMissing(tx, now));
    if (made > 0) {
      logger.info({ made }, 'made keys for the coming months');
      await this.keys.read();
    }
    await this.tellUnsigned(now);
    return made;
  }

  /** Makes what is missing; the key files' own keys are listed first, so that no number is given twice. */
  async makeMissing(tx: Tx, now: Date): Promise<number> {
    await lockKeys(tx);
    for (const key of this.keyring.passKeys.values()) await insertKey(tx, rowOfFile(key), now);
    let rows = await lockKeys(tx);
    const missing = KEY_USES.flatMap((use) => listMissingKeys(rows, use, now));
    let kid = Math.max(...rows.map((row) => row.kid));
    for (const period of missing) await insertKey(tx, this.newKey((kid += 1), period), now);
    rows = await lockKeys(tx);
    for (const row of rows) {
      const end = endOfOpenKey(row, rows);
      if (end !== null) await endKey(tx, row.kid, end);
    }
    return missing.length;
  }

  /** What tills are served, with the mark that says whether it changed. */
  async listForTills(): Promise<{ etag: string; view: CodeKeysView }> {
    const { db } = this.database;
    const now = this.clock.now();
    const { version, epoch } = await readKeys(db);
    await this.keys.atLeast(version);
    const root = await findKeyList(db);
    return {
      etag: `"${version}-${epoch}-${root?.serial ?? 0}"`,
      view: {
        keys: this.keys.list().map((key) => listedKey(key, now)),
        policyEpoch: epoch,
        root:
          root === null
            ? null
            : {
                serial: root.serial,
                content: root.content,
                signature: toBase64Url(root.signature),
                rootKey: toBase64Url(root.rootPublicKey),
                signedAt: toWireTime(root.signedAt),
              },
        serverTime: toWireTime(now),
      },
    };
  }

  private newKey(kid: number, { use, from, to }: NewPeriod): CardKeyRow {
    const pair = newEd25519Pair();
    const publicKey = Buffer.from(pair.publicKey, 'base64');
    const privateKeyCipher = this.cipher.seal(keyPlace(kid), pair.privateKey);
    return { kid, use, suite: SUITE_ED25519, publicKey, privateKeyCipher, from, to, status: 'ACTIVE' };
  }

  /** Somebody must fetch the root before tills without a network meet a key they cannot trust; what the root has signed since is told no more. */
  private async tellUnsigned(now: Date): Promise<void> {
    const { db } = this.database;
    const { keys: rows } = await readKeys(db);
    const root = await findKeyList(db);
    if (root === null) return;
    const listed = new Set(kidsOf(root.content));
    const soon = rows.filter(
      ({ kid, from, to, status }) =>
        status === 'ACTIVE' &&
        !listed.has(kid) &&
        from.getTime() - now.getTime() < SIGN_AHEAD_MS &&
        (to === null || to > now),
    );
    const [org]: { path: string }[] = await db.query('SELECT path FROM union_org WHERE parent_id IS NULL');
    const unsigned = soon.map(({ kid }) => ({
      code: 'KEY_NOT_IN_SIGNED_LIST',
      subjectKind: SUBJECT,
      subjectId: String(kid),
      orgPath: org?.path ?? '/',
      detail: { kid, serial: root.serial },
    }));
    await this.database.transaction((tx) => this.alerts.follow(tx, [SUBJECT], unsigned));
  }
}

/** The numbers of the keys in a list the root signed. */
export function kidsOf(content: string): number[] {
  return (JSON.parse(content) as { keys: { kid: number }[] }).keys.map(({ kid }) => kid);
}

function rowOfFile(key: PassKey): CardKeyRow {
  const { kid, use, suite, from, to, status } = key;
  const publicKey = Buffer.from(key.publicKey);
  return {
    kid,
    use,
    suite,
    publicKey,
    privateKeyCipher: null,
    from,
    to,
    status: status === 'REVOKED' ? status : 'ACTIVE',
  };
}
