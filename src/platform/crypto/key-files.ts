import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { z } from 'zod';

const base64 = z.base64().min(1);
const kid = z.int().min(1).max(65_535);
const instant = z.iso.datetime({ offset: true });

const secretKeySchema = z.strictObject({
  kid,
  key: base64,
  from: instant,
  /** When the next one took its place; it stays for what still hangs on it. */
  retiredAt: instant.optional(),
});
const secretKeysSchema = z.strictObject({
  current: kid,
  /** The key a rotation is on its way to. */
  next: kid.optional(),
  keys: z.array(secretKeySchema).min(1),
});
export type SecretKeys = z.infer<typeof secretKeysSchema>;
export type RotatingFile = 'field-keys.json' | 'index-keys.json';

const passKeySchema = z.strictObject({
  kid,
  use: z.enum(['PASS', 'STATIC']),
  suite: z.int().min(0).max(255),
  privateKey: base64,
  publicKey: base64,
  from: instant,
  /** null: until the next rotation sets an end. */
  to: instant.nullable(),
  status: z.enum(['ACTIVE', 'RETIRED', 'REVOKED']),
});

const signingKeySchema = passKeySchema.pick({ kid: true, privateKey: true, publicKey: true, from: true, status: true });

const tokenKeySchema = z.strictObject({
  kid: z.string().min(8),
  // The JWT library under passport-jwt knows no EdDSA, and trust allows either.
  algorithm: z.literal('ES256'),
  privateKey: base64,
  publicKey: base64,
  from: instant,
  status: z.enum(['ACTIVE', 'RETIRED', 'REVOKED']),
});

/** The files of the key folder and what stands in each; nothing else is read there. */
export const keyFileSchemas = {
  'field-keys.json': secretKeysSchema,
  'index-keys.json': secretKeysSchema,
  'card-number-keys.json': secretKeysSchema,
  'pass-keys.json': z.strictObject({ keys: z.array(passKeySchema).min(1) }),
  'answer-keys.json': z.strictObject({ keys: z.array(signingKeySchema).min(1) }),
  'token-keys.json': z.strictObject({ keys: z.array(tokenKeySchema).min(1) }),
  'pin-keys.json': secretKeysSchema,
  'short-number-keys.json': secretKeysSchema,
} as const;

export type KeyFileName = keyof typeof keyFileSchemas;
export const keyFilesSchema = z.strictObject(keyFileSchemas);
export type KeyFiles = z.infer<typeof keyFilesSchema>;

/** What sealed data hangs on comes first: later files stand only where these already do. */
export const KEY_FILE_NAMES: readonly KeyFileName[] = [
  'field-keys.json',
  'index-keys.json',
  'card-number-keys.json',
  'pass-keys.json',
  'answer-keys.json',
  'token-keys.json',
  'pin-keys.json',
  'short-number-keys.json',
];

/** Files whose loss loses data: they are never made anew beside others. */
export const IRREPLACEABLE: readonly KeyFileName[] = ['field-keys.json', 'index-keys.json', 'card-number-keys.json'];

/** Fresh contents for every file, valid from `now`. */
export function newKeyFiles(now: Date): KeyFiles {
  const from = now.toISOString();
  const active = { from, status: 'ACTIVE' } as const;
  const passKey = { ...active, suite: 0, to: null };
  const secret = () => ({ current: 1, keys: [{ kid: 1, key: randomBytes(32).toString('base64'), from }] });
  return {
    'field-keys.json': secret(),
    'index-keys.json': secret(),
    'card-number-keys.json': secret(),
    'pass-keys.json': {
      keys: [
        { kid: 1, use: 'PASS', ...newEd25519Pair(), ...passKey },
        { kid: 2, use: 'STATIC', ...newEd25519Pair(), ...passKey },
      ],
    },
    'answer-keys.json': { keys: [{ kid: 1, ...newEd25519Pair(), ...active }] },
    'token-keys.json': {
      keys: [{ kid: randomBytes(9).toString('base64url'), algorithm: 'ES256', ...newP256Pair(), ...active }],
    },
    'pin-keys.json': secret(),
    'short-number-keys.json': secret(),
  };
}

const RAW_KEY_BYTES = 32;

/** A fresh key pair as base64; Ed25519 public keys are written raw, as the code and the list of keys carry them. */
export function newEd25519Pair(): { privateKey: string; publicKey: string } {
  const pair = generateKeyPairSync('ed25519');
  return {
    privateKey: privateText(pair.privateKey),
    publicKey: publicDer(pair.publicKey).subarray(-RAW_KEY_BYTES).toString('base64'),
  };
}

function newP256Pair(): { privateKey: string; publicKey: string } {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey: privateText(pair.privateKey), publicKey: publicDer(pair.publicKey).toString('base64') };
}

function privateText(key: KeyObject): string {
  return key.export({ format: 'der', type: 'pkcs8' }).toString('base64');
}

function publicDer(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' });
}
