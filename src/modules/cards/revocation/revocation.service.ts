import { Injectable } from '@nestjs/common';
import { Keyring } from '../../../platform/crypto/keyring.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { Clock } from '../../../shared/clock.js';
import { toBase64Url } from '../../../shared/code/base64url.js';
import {
  buildRevocationList,
  isListed,
  lowestIssue,
  type LowestIssues,
  readRevocationList,
  type RevocationList,
  revocationBytesToSign,
  signRevocationList,
} from '../../../shared/code/revocation-list.js';
import { Refusal } from '../../../shared/errors.js';
import { DAY_MS, shanghaiDate, toWireTime } from '../../../shared/time.js';
import { cardErrors } from '../cards.errors.js';
import { readKeys } from '../keys/keys.repository.js';
import type { RevocationsView } from './revocation.schemas.js';
import { cleanLists, findNewest, insertList, listRevoked, type ListRow, lockNumbers } from './revocation.repository.js';

/**
 * Lists of cards that no longer count, and of plastic that does not while its card goes on, for tills without a network: one with all of
 * it each night, and every quarter of an hour what changed since. A delta is made even when nothing changed, since it says how fresh the
 * till is. Signed by the key that signs answers, which every till was given when it was enrolled.
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
    return this.database.transaction((tx) => this.makeFullIn(tx));
  }

  /** Clock work, every quarter of an hour; the first of all is a full one, and so is the first in a new format. Answers the number of the list. */
  async makeDelta(): Promise<number> {
    return this.database.transaction(async (tx) => {
      const number = (await lockNumbers(tx)) + 1;
      const { full } = await findNewest(tx);
      const before = full && readRevocationList(full.content);
      if (!before) return this.makeFullIn(tx);
      const { cards, plastics } = await listRevoked(tx, this.sinceOn());
      await this.keep(tx, {
        kind: 'DELTA',
        number,
        baseNumber: before.number,
        added: cards.filter((card) => !isListed(before.added, card)),
        removed: before.added.filter((card) => !isListed(cards, card)),
        plastics: newPlastics(before.plastics, plastics),
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

  private async makeFullIn(tx: Tx): Promise<number> {
    const number = (await lockNumbers(tx)) + 1;
    const { cards: added, plastics } = await listRevoked(tx, this.sinceOn());
    await this.keep(tx, { kind: 'FULL', number, baseNumber: number, added, removed: new Uint32Array(), plastics });
    await cleanLists(tx, number);
    return number;
  }

  /** The last day of plastic that must still be listed: a till whose clock is behind takes yesterday's. */
  private sinceOn(): string {
    return shanghaiDate(this.clock.now().getTime() - DAY_MS);
  }

  private async keep(
    tx: Tx,
    made: Omit<RevocationList, 'madeAtSeconds' | 'policyEpoch' | 'revokedKids'>,
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
    const { kind, number, baseNumber, added, removed, plastics } = made;
    const counts = { cards: added.length + removed.length, plastics: plastics.cards.length };
    await insertList(tx, { kind, number, baseNumber, ...counts, content, madeAt: now });
  }
}

/** Plastic that counts no longer and that the full list does not tell of; what is past its last day may stay in it. */
function newPlastics(before: LowestIssues, { cards, issues }: LowestIssues): LowestIssues {
  const isNew = (place: number): boolean => lowestIssue(before, cards[place] ?? 0) < (issues[place] ?? 0);
  return { cards: cards.filter((_, place) => isNew(place)), issues: issues.filter((_, place) => isNew(place)) };
}

const viewOf = ({ number, baseNumber, content, madeAt }: ListRow): NonNullable<RevocationsView['full']> => ({
  number,
  baseNumber,
  madeAt: toWireTime(madeAt),
  list: toBase64Url(content),
});
