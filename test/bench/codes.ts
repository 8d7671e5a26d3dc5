import type { KeyObject } from 'node:crypto';
import {
  CodeVerifier,
  decidePlastic,
  decideShowing,
  issuePlasticCode,
  type KeyLookup,
  verifyPlastic,
} from '../../src/modules/cards/index.js';
import { importEd25519PublicKey, verifyWithKey } from '../../src/platform/crypto/ed25519.js';
import {
  decodeCode,
  deviceSignatureOf,
  issuerSignatureOf,
  passBytesToSign,
  type PhoneCode,
  STEP_SECONDS,
  tapBytesToSign,
} from '../../src/shared/code/phone-code.js';
import { decodePlasticCode, plasticBytesToSign, plasticSignatureOf } from '../../src/shared/code/plastic-code.js';
import type { City } from './city.js';
import { type Figure, ratioFigure } from './report.js';

const ROUNDS = 3;
const VERIFICATIONS = 400;

/** What a till's code costs: the whole check of its text against the bare verifications of its signatures, in the same run. */
export async function codeFigures(
  city: Pick<City, 'members'> & { readonly product: Pick<City['product'], 'keyring'> },
): Promise<Figure[]> {
  const { passKeys } = city.product.keyring;
  const lookup: KeyLookup = (kid) => passKeys.get(kid);
  const text = city.members[0]?.phone.show(new Date()) ?? '';
  const code = phoneCodeOf(text);
  const [device, issuer] = [keyOf(code.pass.devicePublicKey), keyOf(passKeys.get(code.pass.kid)?.publicKey)];
  const bareTap = () => verifyWithKey(device, tapBytesToSign(code.raw), deviceSignatureOf(code.raw));
  const barePass = () => verifyWithKey(issuer, passBytesToSign(code.raw), issuerSignatureOf(code.raw));
  const check = async (verifier: CodeVerifier): Promise<void> => {
    const shown = phoneCodeOf(text);
    const { genuine } = await verifier.verify(shown);
    const key = passKeys.get(shown.pass.kid);
    const { deviceSlot: activeSlot, policyEpoch } = shown.pass;
    const shownAt = new Date(shown.tap.step * STEP_SECONDS * 1_000);
    const facts = { now: shownAt, code: shown, key, policyEpoch, activeSlot, heldUntil: null };
    if (!genuine || !decideShowing(facts).accepted) throw unread();
  };
  const seen = new CodeVerifier(lookup);
  await check(seen);
  return [
    ratioFigure(
      'full check of a D code never seen, from its text (ms of CPU; reference: its two bare verifications)',
      ...(await rounds(
        () => check(new CodeVerifier(lookup)),
        async () => {
          await barePass();
          await bareTap();
        },
      )),
      '≤ 2×',
    ),
    ratioFigure(
      'check of a D code, pass seen before (ms of CPU; reference: one bare verification)',
      ...(await rounds(() => check(seen), bareTap)),
      '≤ 1.5×',
    ),
    await plasticFigure(city.product.keyring, lookup),
  ];
}

async function plasticFigure(keyring: City['product']['keyring'], lookup: KeyLookup): Promise<Figure> {
  const now = new Date();
  const order = { cardNo: 7, issueNo: 1, cardClass: 0, fromDay: 0, toDay: 0xffff };
  const text = await issuePlasticCode(keyring.passSigner('STATIC', now), order);
  const { raw, card } = decodePlasticCode(text) ?? fail();
  const issuer = keyOf(keyring.passKeys.get(card.kid)?.publicKey);
  const bare = () => verifyWithKey(issuer, plasticBytesToSign(raw), plasticSignatureOf(raw));
  const check = async (): Promise<void> => {
    const code = decodePlasticCode(text) ?? fail();
    const { genuine } = await verifyPlastic(lookup, code);
    const key = keyring.passKeys.get(code.card.kid);
    if (!genuine || decidePlastic({ now, code, key, plasticIssueNo: 1 }) !== null) throw unread();
  };
  return ratioFigure(
    'full check of an S code, from its text (ms of CPU; reference: its one bare verification)',
    ...(await rounds(check, bare)),
    '≤ 2×',
  );
}

/** Ours and the reference in turn, so that a slow moment of the machine meets both. */
async function rounds(
  ours: () => Promise<unknown>,
  reference: () => Promise<unknown>,
): Promise<[ours: number[], reference: number[]]> {
  const figures: [number[], number[]] = [[], []];
  // The first time of each is for the compiler.
  for (const work of [reference, ours]) await each(work);
  for (let round = 0; round < ROUNDS; round += 1) {
    figures[1].push(await each(reference));
    figures[0].push(await each(ours));
  }
  return figures;
}

/** Of CPU and not of the clock: verifications of one code run beside each other in the thread pool. */
async function each(work: () => Promise<unknown>): Promise<number> {
  const begun = process.cpuUsage();
  for (let n = 0; n < VERIFICATIONS; n += 1) await work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1_000 / VERIFICATIONS;
}

function phoneCodeOf(text: string): PhoneCode {
  const decoded = decodeCode(text);
  if (!decoded.readable) throw unread();
  return decoded.code;
}

function keyOf(publicKey: Uint8Array | undefined): KeyObject {
  return importEd25519PublicKey(publicKey ?? new Uint8Array()) ?? fail();
}

const unread = (): Error => new Error('the bench shows no code that counts');
function fail(): never {
  throw unread();
}
