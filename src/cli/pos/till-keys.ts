import { codeKeysSchema, type CodeKeysView, keyListContentSchema } from '../../modules/cards/keys/key.schemas.js';
import { verifyEd25519 } from '../../platform/crypto/ed25519.js';
import { fromBase64Url } from '../../shared/code/base64url.js';
import { keyListBytes } from '../../shared/code/key-list.js';
import type { Command } from './arguments.js';
import { type Desk, print, strange } from './desk.js';

type SignedList = NonNullable<CodeKeysView['root']>;
/** FITS: the root that was given signed it · NAMED: the root it names itself did · NONE: the root signed nothing yet. */
type RootVerdict = 'FITS' | 'NAMED' | 'NONE' | 'WRONG';

const SAYS: Readonly<Record<RootVerdict, (list: SignedList | null) => string>> = {
  FITS: (list) => `List ${list?.serial} of ${list?.signedAt} is signed by the root this till was given.`,
  NAMED: (list) =>
    `List ${list?.serial} of ${list?.signedAt} is signed by the root it names, ${list?.rootKey}: give --root to hold it against the federation's own.`,
  NONE: () => 'The root has signed no list yet: no code counts without a network.',
  WRONG: (list) =>
    `List ${list?.serial} is not signed by this root: it counts as forged, and no code without a network.`,
};

/** Keys of codes as the platform lists them, each with whether a till without a network may trust it. */
export async function showKeys({ root: given, json }: Extract<Command, { name: 'keys' }>, desk: Desk): Promise<number> {
  const root = given ?? desk.demo.rootKey;
  const answer = await desk.till.ask({ method: 'GET', path: '/pos/v1/keys' });
  if (answer.status >= 300) return print(answer, json, desk, () => '');
  const parsed = codeKeysSchema.safeParse(answer.body);
  if (!parsed.success) throw strange();
  const { keys, root: list } = parsed.data;
  const verdict = await judge(list, root);
  const trusted = verdict === 'WRONG' ? new Map<number, string>() : signedKeys(list);
  const isTrusted = (key: (typeof keys)[number]): boolean =>
    key.status !== 'REVOKED' && trusted.get(key.kid) === key.publicKey;
  if (json) {
    const trustedKids = keys.filter(isTrusted).map(({ kid }) => kid);
    desk.output.out(JSON.stringify({ ...parsed.data, verdict, trustedKids }));
  } else {
    const rows = keys.map((key) => [
      String(key.kid),
      key.use,
      key.from,
      key.to ?? 'no end yet',
      key.status,
      isTrusted(key) ? 'yes' : 'no',
    ]);
    desk.output.out([...table([HEAD, ...rows]), SAYS[verdict](list)].join('\n'));
  }
  return verdict === 'WRONG' || (verdict === 'NONE' && root !== undefined) ? 1 : 0;
}

const HEAD = ['kid', 'use', 'from', 'to', 'status', 'offline'];

async function judge(list: SignedList | null, root: string | undefined): Promise<RootVerdict> {
  if (list === null) return 'NONE';
  const rootKey = fromBase64Url(root ?? list.rootKey);
  const signature = fromBase64Url(list.signature);
  const fits =
    rootKey !== null && signature !== null && (await verifyEd25519(rootKey, keyListBytes(list.content), signature));
  if (!fits) return 'WRONG';
  return root === undefined ? 'NAMED' : 'FITS';
}

/** Public keys in the text the root signed and did not call withdrawn, by their number: of the rest of the answer nothing is proved. */
function signedKeys(list: SignedList | null): ReadonlyMap<number, string> {
  if (list === null) return new Map();
  const parsed = keyListContentSchema.safeParse(JSON.parse(list.content));
  if (!parsed.success) throw strange();
  const good = parsed.data.keys.filter(({ status }) => status !== 'REVOKED');
  return new Map(good.map(({ kid, publicKey }) => [kid, publicKey]));
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
