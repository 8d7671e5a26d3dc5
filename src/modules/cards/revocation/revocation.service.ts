import { Injectable } from '@nestjs/common';
import { Keyring } from '../../../platform/crypto/keyring.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { Clock } from '../../../shared/clock.js';
import { toBase64Url } from '../../../shared/code/base64url.js';
import {
  buildRevocationList,
  isListed,
  readRevocationList,
  revocationBytesToSign,
  signRevocationList,
} from '../../../shared/code/revocation-list.js';
import { Refusal } from '../../../shared/errors.js';
import { toWireTime } from '../../../shared/time.js';
import { cardErrors } from '../cards.errors.js';
import { readKeys } from '../keys/keys.repository.js';
import type { RevocationsView } from './revocation.schemas.js';
import {
  cleanLists,
  findNewest,
  insertList,
  listRevokedCards,
  type ListRow,
  lockNumbers,
} from './revocation.repository.js';

/**
 * Lists of cards that no longer count, for tills without a network: one with all of them each night, and every quarter of an hour what
 * changed since. A delta is made even when nothing changed, since it says how fresh the till is. Signed by the key that signs answers,
 * which every till was given when it was enrolled.
 */
@Injectable()
export class RevocationService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly clock: Clock,
  ) {}

  /** Clock work, each night. Answers the number of the list. */
  async makeFull(): Promise<number> {
    return this.database.transaction(async (tx) => {
      const number = (await lockNumbers(tx)) + 1;
      const cards = await listRevokedCards(tx);
      await this.keep(tx, { kind: 'FULL', number, baseNumber: number, added: cards, removed: new Uint32Array() });
      await cleanLists(tx, number);
      return number;
    });
  }

  /** Clock work, every quarter of an hour; the first of all is a full one. Answers the number of the list. */
  async makeDelta(): Promise<number> {
    const { full } = await findNewest(this.database.db);
    if (full === null) return this.makeFull();
    return this.database.transaction(async (tx) => {
      const number = (await lockNumbers(tx)) + 1;
      const { full: base } = await findNewest(tx);
      const before = base === null ? null : readRevocationList(base.content);
      if (base === null || before === null) throw new Error('the full revocation list cannot be read');
      const cards = await listRevokedCards(tx);
      await this.keep(tx, {
        kind: 'DELTA',
        number,
        baseNumber: base.number,
        added: cards.filter((card) => !isListed(before.added, card)),
        removed: before.added.filter((card) => !isListed(cards, card)),
      });
      return number;
    });
  }

  /** What a till that has the full list `have` needs: the newest delta, and the full list when it has another. @throws Refusal REVOCATION_LIST_MISSING */
  async serve(have: number | undefined): Promise<{ etag: string; view: RevocationsView }> {
    const { full, delta } = await findNewest(this.database.db);
    if (full === null) throw new Refusal(cardErrors.REVOCATION_LIST_MISSING);
    return {
      etag: `"${full.number}-${delta?.number ?? 0}"`,
      view: {
        full: have === full.number ? null : viewOf(full),
        delta: delta === null ? null : viewOf(delta),
        serverTime: toWireTime(this.clock.now()),
      },
    };
  }

  private async keep(
    tx: Tx,
    made: Pick<ListRow, 'kind' | 'number' | 'baseNumber'> & { added: Uint32Array; removed: Uint32Array },
  ): Promise<void> {
    const now = this.clock.now();
    const { epoch, keys } = await readKeys(tx);
    const signer = this.keyring.answerSigner;
    const list = buildRevocationList(
      {
        ...made,
        madeAtSeconds: Math.floor(now.getTime() / 1000),
        policyEpoch: epoch,
        revokedKids: keys.filter(({ status }) => status === 'REVOKED').map(({ kid }) => kid),
      },
      signer.kid,
    );
    const content = Buffer.from(signRevocationList(list, await signer.sign(revocationBytesToSign(list))));
    const { kind, number, baseNumber, added, removed } = made;
    await insertList(tx, { kind, number, baseNumber, cards: added.length + removed.length, content, madeAt: now });
  }
}

const viewOf = ({ number, baseNumber, content, madeAt }: ListRow): NonNullable<RevocationsView['full']> => ({
  number,
  baseNumber,
  madeAt: toWireTime(madeAt),
  list: toBase64Url(content),
});
