import { z } from 'zod';
import { CODE_PREFIX_PATTERN, findPrefixTrouble } from '../../shared/code/code-prefixes.js';
import { type CodePrefixes, DEFAULT_CODE_PREFIXES, type PresentedKind } from '../../shared/code/code-text.js';

const flag = z
  .enum(['0', '1', 'true', 'false'])
  .default('0')
  .transform((value) => value === '1' || value === 'true');

const count = (min: number, max: number, fallback: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

const prefix = (kind: PresentedKind) =>
  z.string().regex(CODE_PREFIX_PATTERN, 'must be 2 to 8 digits, such as 9911').default(DEFAULT_CODE_PREFIXES[kind]);

const settingsSchema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: count(0, 65535, 8080),
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: 'must look like postgres://user:password@host:5432/database',
  }),
  DATABASE_OWNER_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must look like postgres://owner:password@host:5432/database' })
    .optional(),
  DATABASE_MAINTENANCE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must look like postgres://maintenance:password@host:5432/database' })
    .optional(),
  /** Role evidence, the only one that may open hardship files. */
  DATABASE_EVIDENCE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must look like postgres://evidence:password@host:5432/database' })
    .optional(),
  DATABASE_POOL_MAX: count(2, 200, 16),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must look like redis://host:6379' }).optional(),
  KEYS_DIR: z.string().min(1).default('.data/keys'),
  DEMO: flag,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  TLS_CERT_FILE: z.string().optional(),
  TLS_KEY_FILE: z.string().optional(),
  TRUST_PROXY: flag,
  JOBS_CONCURRENCY: count(1, 32, 2),
  RELAY_INTERVAL_MS: count(10, 10_000, 150),
  RESEND_AFTER_MS: count(100, 3_600_000, 30_000),
  WATCHDOG_LOOP_MS: count(500, 3_600_000, 30_000),
  WATCHDOG_SILENCE_MS: count(500, 3_600_000, 120_000),
  POS_TERMINAL_PER_SECOND: count(1, 1_000_000, 5),
  POS_TERMINAL_BURST: count(1, 1_000_000, 20),
  POS_MERCHANT_PER_SECOND: count(1, 1_000_000, 50),
  POS_CARD_PER_MINUTE: count(1, 1_000_000, 6),
  /** Requests that may wait for their batch; beyond it a till hears 503 at once. */
  POS_WAITING_MAX: count(1, 100_000, 2_000),
  /** Members who may wait for their claim in a rush; beyond it they hear 503 at once. */
  CLAIM_WAITING_MAX: count(1, 1_000_000, 30_000),
  POS_CYCLES_MAX: count(1, 1_000_000, 10),
  /** The largest basket, in fen, that a short number read off the phone is good for; above it the till scans the code. */
  POS_SHORT_NUMBER_MAX_FEN: count(0, 100_000_000, 30_000),
  /** What the text of a phone's code, a plastic card's and a short number begins with. */
  CODE_PREFIX_D: prefix('D'),
  CODE_PREFIX_S: prefix('S'),
  CODE_PREFIX_N: prefix('N'),
  /** Decisions keep every benefit with its reason, and no campaign that ended is forgotten: for scenarios, too much for a city. */
  REHEARSAL: flag,
  AUDIT_EVERY_MS: count(1_000, 86_400_000, 300_000),
  SIGN_IN_DELAY: z
    .enum(['0', '1'])
    .default('1')
    .transform((value) => value === '1'),
  ARGON2_CONCURRENCY: count(1, 16, 2),
  IMPORT_MAX_BYTES: count(1024, 200_000_000, 30_000_000),
  /** Filled rows of a file below its header; more is refused before the first comes in. */
  IMPORT_MAX_ROWS: count(1, 1_000_000, 200_000),
  /** How one-time codes reach phones; empty outside a demo: workers cannot sign in. */
  SMS_SENDER: z.enum(['file', 'log', 'http']).optional(),
  SMS_FILE: z.string().min(1).optional(),
  SMS_HTTP_URL: z.url({ protocol: /^https?$/, error: 'must look like https://sms.example/send' }).optional(),
  SMS_HTTP_TOKEN: z.string().min(1).optional(),
});

/** Every setting of the product, its default and its bounds. Nothing else reads the environment. */
export const configSchema = settingsSchema
  .refine(({ SMS_SENDER, SMS_HTTP_URL }) => SMS_SENDER !== 'http' || SMS_HTTP_URL !== undefined, {
    path: ['SMS_HTTP_URL'],
    error: 'is needed by SMS_SENDER=http',
  })
  .superRefine((settings, context) => {
    const trouble = prefixTrouble(codePrefixesOf(settings));
    if (trouble) context.addIssue({ code: 'custom', path: [trouble.name], message: trouble.message });
  });
export type Config = z.infer<typeof configSchema>;

/** What texts of codes begin with, by their kind. */
export function codePrefixesOf({
  CODE_PREFIX_D: D,
  CODE_PREFIX_S: S,
  CODE_PREFIX_N: N,
}: Readonly<Record<`CODE_PREFIX_${PresentedKind}`, string>>): CodePrefixes {
  return { D, S, N };
}

function prefixTrouble(prefixes: CodePrefixes): { name: string; message: string } | null {
  const trouble = findPrefixTrouble(prefixes);
  if (trouble === null) return null;
  const { kind } = trouble;
  if ('wallet' in trouble) {
    const message = `begins as payment codes of ${trouble.wallet} do: choose one that no wallet uses, such as ${DEFAULT_CODE_PREFIXES[kind]}`;
    return { name: `CODE_PREFIX_${kind}`, message };
  }
  // Of the two the one to name is the one somebody chose.
  const { begins } = trouble;
  const [own, other] = prefixes[kind] === DEFAULT_CODE_PREFIXES[kind] ? [begins, kind] : [kind, begins];
  return {
    name: `CODE_PREFIX_${own}`,
    message: `and CODE_PREFIX_${other} are ${prefixes[own]} and ${prefixes[other]}, so that no till could tell their codes apart: choose prefixes none of which begins another`,
  };
}

/** Injection token of the parsed configuration. */
export const CONFIG = Symbol('CONFIG');

/** A setting that cannot be used; its message is one sentence for the person who starts the product. */
export class ConfigError extends Error {}

/**
 * Parses the settings once at start.
 * @throws ConfigError naming the first wrong variable and the remedy
 */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = configSchema.safeParse(present);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = String(issue?.path[0] ?? 'configuration');
  const message = present[name] === undefined ? 'is not set' : (issue?.message ?? 'is wrong');
  throw new ConfigError(`${name} ${message}. See docker/env.example for every setting.`);
}
