import { revocationsSchema } from '../../modules/cards/revocation/revocation.schemas.js';
import { verifyEd25519 } from '../../platform/crypto/ed25519.js';
import { fromBase64Url } from '../../shared/code/base64url.js';
import { type HeldLists, type IsSignedBy, NO_LISTS, takeRevocationList } from '../../shared/code/held-lists.js';
import { decideOfflineTrust, type OfflineTrust } from '../../shared/code/list-age.js';
import { isRevoked, lowestIssue, type RevocationList } from '../../shared/code/revocation-list.js';
import { parseCardNo } from '../../shared/numbers/card-no.js';
import { toWireTime } from '../../shared/time.js';
import type { Command } from './arguments.js';
import { cardNoOf, type KeptLists } from './demo-files.js';
import { type Desk, print, strange } from './desk.js';
import { failed } from './simulator-error.js';

const TRUST: Readonly<Record<OfflineTrust, string>> = {
  FULL: 'a till without a network gives what it may',
  HALVED: 'a till without a network gives half',
  OFF: 'a till without a network gives nothing',
};
const REFUSED = {
  UNREADABLE: 'it is no list',
  FORGED: 'the answer key did not sign it',
  NOT_NEWER: 'this till has a newer one, or another full list',
} as const;

/** Takes what is newer than the lists this till has, keeps it, and says what a till without a network would do with a card. */
export async function takeRevocations(
  { card, json }: Extract<Command, { name: 'revocations' }>,
  desk: Desk,
): Promise<number> {
  const asked = card === undefined ? null : cardNoOf(card);
  const kept = await desk.files.lists(desk.key.terminalId);
  const before = await heldOf(kept, desk);
  const have = before.full === null ? '' : `?have=${before.full.number}`;
  const answer = await desk.till.ask({ method: 'GET', path: `/pos/v1/revocations${have}` });
  if (answer.status >= 300) return print(answer, json, desk, () => '');
  const served = revocationsSchema.safeParse(answer.body);
  if (!served.success) throw strange();
  const { full, delta, serverTime } = served.data;

  let held = before;
  const keeps: KeptLists = { full: full?.list ?? kept.full, delta: delta?.list ?? (full === null ? kept.delta : null) };
  if (full !== null) held = await taken(held, full, desk);
  if (delta !== null && delta.number !== held.delta?.number) held = await taken(held, delta, desk);
  await desk.files.keepLists(desk.key.terminalId, keeps);

  const { output } = desk;
  const report = reportOf(held, Date.parse(serverTime));
  const judged = asked === null ? {} : { card: judgeCard(held, asked) };
  output.out(
    json ? JSON.stringify({ ...report, ...judged }) : [...linesOf(report), ...cardLines(judged.card)].join('\n'),
  );
  return 0;
}

/** The lists kept by an earlier run, judged again: a file is no more to be trusted than an answer. */
async function heldOf(kept: KeptLists, desk: Desk): Promise<HeldLists> {
  let held = NO_LISTS;
  for (const list of [kept.full, kept.delta]) {
    const outcome = list === null ? null : await takeRevocationList(held, bytesOf(list), signedBy(desk));
    if (outcome?.taken) held = outcome.held;
  }
  return held;
}

async function taken(
  held: HeldLists,
  { number, list }: { readonly number: number; readonly list: string },
  desk: Desk,
): Promise<HeldLists> {
  const outcome = await takeRevocationList(held, bytesOf(list), signedBy(desk));
  if (outcome.taken) return outcome.held;
  throw failed(`List ${number} is refused, this till stays with what it has: ${REFUSED[outcome.reason]}.`);
}

const bytesOf = (list: string): Uint8Array => fromBase64Url(list) ?? new Uint8Array();

/** Lists are signed by the key that signs answers, which the till was given when it was enrolled. */
const signedBy =
  ({ key: { answerKey } }: Desk): IsSignedBy =>
  (kid, bytes, signature) =>
    kid === answerKey.kid
      ? verifyEd25519(fromBase64Url(answerKey.publicKey) ?? new Uint8Array(), bytes, signature)
      : Promise.resolve(false);

const told = ({ number, madeAtSeconds, added, removed, plastics }: RevocationList) => ({
  number,
  madeAt: toWireTime(new Date(madeAtSeconds * 1000)),
  cards: added.length,
  cardsBack: removed.length,
  plastics: plastics.cards.length,
});

function reportOf({ full, delta }: HeldLists, nowMs: number) {
  if (full === null) throw failed('There is no full list yet: ask again in a quarter of an hour.');
  const newest = delta ?? full;
  const madeAtMs = newest.madeAtSeconds * 1000;
  return {
    full: told(full),
    delta: delta === null ? null : told(delta),
    policyEpoch: newest.policyEpoch,
    revokedKids: newest.revokedKids,
    ageSeconds: Math.max(0, Math.round((nowMs - madeAtMs) / 1000)),
    trust: decideOfflineTrust(madeAtMs, nowMs),
  };
}

function judgeCard({ full, delta }: HeldLists, printed: string) {
  const cardNo = parseCardNo(printed);
  if (full === null || cardNo === null) throw strange();
  const stopped = isRevoked(full, delta, cardNo);
  const lowest = Math.max(lowestIssue(full.plastics, cardNo), delta === null ? 1 : lowestIssue(delta.plastics, cardNo));
  return { cardNo: printed, refused: stopped, lowestIssueNo: lowest };
}

function linesOf({ full, delta, policyEpoch, revokedKids, ageSeconds, trust }: ReturnType<typeof reportOf>): string[] {
  const keys = revokedKids.length === 0 ? 'none' : revokedKids.join(', ');
  return [
    `Full list ${full.number} of ${full.madeAt}: ${full.cards} cards, plastic of ${full.plastics} more`,
    ...(delta === null
      ? []
      : [
          `Delta ${delta.number} of ${delta.madeAt}: ${delta.cards} cards more, ${delta.cardsBack} back in use, plastic of ${delta.plastics} more`,
        ]),
    'Signed by the answer key this till was given.',
    `Withdrawn keys: ${keys} · policy epoch ${policyEpoch}`,
    `Age ${Math.floor(ageSeconds / 60)} min ${ageSeconds % 60} s: ${TRUST[trust]}`,
  ];
}

function cardLines(judged: ReturnType<typeof judgeCard> | undefined): string[] {
  if (judged === undefined) return [];
  const { cardNo, refused, lowestIssueNo } = judged;
  if (refused) return [`Card ${cardNo}: its phone code and its plastic would be refused.`];
  const plastic =
    lowestIssueNo === 1 ? 'its plastic too' : `its plastic from issue ${lowestIssueNo} on, earlier ones refused`;
  return [`Card ${cardNo}: its phone code would be taken, ${plastic}.`];
}
