import { readPass } from '../../shared/code/phone-code.js';
import { bytesOf, toBase64Url } from '../shared/bytes.js';
import { findDeviceKey, forgetDeviceKey, makeDeviceKey, type DeviceKey } from '../shared/device-key.js';
import { noteServerTime, serverNow } from '../shared/server-clock.js';
import { deleteStored, readStored, writeStored } from '../shared/store.js';
import { bindDevice, renewPass, type MyCard, type PassAnswer } from './api/cards.js';

/** What this phone keeps to show the card with no network: the face, the pass, and (elsewhere) its key. */
export interface HeldCard {
  readonly memberName: string;
  readonly orgName: string;
  readonly cardNoGrouped: string;
  readonly slot: number;
  readonly pass: Uint8Array<ArrayBuffer>;
  readonly passExpiresAt: string;
  readonly stepSeconds: number;
  readonly codePrefix: string;
  /** Makes short numbers and gives itself away to no script; absent on a phone bound before there were any. */
  readonly shortKey?: CryptoKey;
  readonly shortPrefix?: string;
}

const storedName = 'worker:card';
const keyName = 'worker';
const renewBelowMs = 48 * 3_600_000;

export function findHeldCard(): Promise<HeldCard | null> {
  return readStored<HeldCard>(storedName).then((held) => held ?? null);
}

export function findCardKey(): Promise<DeviceKey | null> {
  return findDeviceKey(keyName);
}

async function keep(
  answer: PassAnswer,
  face: Pick<HeldCard, 'memberName' | 'orgName' | 'cardNoGrouped'>,
): Promise<void> {
  noteServerTime(Date.parse(answer.serverTime), 1000);
  const held: HeldCard = {
    memberName: face.memberName,
    orgName: face.orgName,
    cardNoGrouped: face.cardNoGrouped,
    slot: answer.slot,
    pass: bytesOf(answer.pass),
    passExpiresAt: answer.passExpiresAt,
    stepSeconds: answer.stepSeconds,
    codePrefix: answer.codePrefix,
    shortPrefix: answer.shortPrefix,
    shortKey: await keepSecret(answer.shortSecret),
  };
  await writeStored(storedName, held);
}

/** Makes a key in this browser and binds it to the member's card; `proof` is the last six of the ID number. */
export async function bindThisPhone(mine: MyCard, proof: string): Promise<void> {
  const key = await makeDeviceKey(keyName);
  const answer = await bindDevice({ publicKey: toBase64Url(key.publicKey), proof, hardware: key.hardware });
  await keep(answer, {
    memberName: mine.member.name,
    orgName: mine.member.orgName,
    cardNoGrouped: mine.card?.cardNoGrouped ?? '',
  });
}

export function isPassOver(held: HeldCard): boolean {
  return Date.parse(held.passExpiresAt) <= serverNow();
}

/** The secret as a key the browser guards: it can be used here and read nowhere. */
function keepSecret(text: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytesOf(text), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
}

/** What the platform says of passes and codes now. */
export type CodeTerms = Pick<NonNullable<MyCard['card']>, 'codePrefix' | 'policyEpoch' | 'shortPrefix'>;

/**
 * Renews the pass when less than 48 h are left, when the federation took back all passes of its epoch, or when codes begin with other
 * digits now; without a network the old one stays. Without terms, as before the first contact, only the time counts.
 */
export async function renewIfNeeded(held: HeldCard, terms: CodeTerms | null): Promise<boolean> {
  const isGood = held.shortKey !== undefined && (terms === null || meets(held, terms));
  if (isGood && Date.parse(held.passExpiresAt) - serverNow() > renewBelowMs) return false;
  const key = await findCardKey();
  if (!key) return false;
  await keep(await renewPass(toBase64Url(key.publicKey)), held);
  if (terms !== null) prefixesAsked = { prefixes: prefixesOf(terms), at: serverNow() };
  return true;
}

const prefixesOf = (of: Pick<HeldCard, 'codePrefix' | 'shortPrefix'>): string => `${of.codePrefix} ${of.shortPrefix}`;
/** Not asked for again at once: two servers in the middle of a change may say different things. */
const askAgainMs = 300_000;
let prefixesAsked = { prefixes: '', at: 0 };

function meets(held: HeldCard, terms: CodeTerms): boolean {
  const told = prefixesOf(terms);
  const askedJustNow = prefixesAsked.prefixes === told && serverNow() - prefixesAsked.at < askAgainMs;
  return (prefixesOf(held) === told || askedJustNow) && readPass(held.pass).policyEpoch >= terms.policyEpoch;
}

/** Forgets card and key: at sign-out, or when another phone has taken the card over. */
export async function forgetHeldCard(): Promise<void> {
  await deleteStored(storedName);
  await forgetDeviceKey(keyName);
}
