import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { DEFAULT_CODE_PREFIXES } from '../../shared/code/code-text.js';
import { parseCardNo, printCardNo } from '../../shared/numbers/card-no.js';
import { failed, misused } from './simulator-error.js';

const SECRET_MODE = 0o600;
const LOCK_PATIENCE_MS = 3_000;
const LOCK_STALE_MS = 10_000;

const demoSchema = z.object({
  baseUrl: z.url(),
  terminals: z.array(z.object({ id: z.string(), store: z.string(), keyFile: z.string() })).min(1),
  members: z.array(z.object({ memberNo: z.string(), phone: z.string(), cardNo: z.string().nullable() })),
  /** Plastic cards, as their print and their holders' PINs have it. */
  plastic: z.array(z.object({ cardNo: z.string(), code: z.string(), pin: z.string() })).default([]),
  /** The root that signed the list of code keys, as somebody brings it to a till by hand. */
  rootKey: z.string().optional(),
});
export type Demo = z.infer<typeof demoSchema>;

const tillKeySchema = z.object({
  terminalId: z.string(),
  keyId: z.string(),
  privateKeyPem: z.string(),
  answerKey: z.object({ kid: z.number(), publicKey: z.string() }),
});
export type TillKey = z.infer<typeof tillKeySchema>;

const phoneSchema = z.object({
  cardNo: z.union([z.string(), z.number()]),
  slot: z.number(),
  privateKeyPem: z.string(),
  pass: z.string(),
  counter: z.int().min(0),
  /** What its codes begin with. */
  codePrefix: z.string().default(DEFAULT_CODE_PREFIXES.D),
  /** What its short numbers are made with, once it was asked for. */
  short: z.object({ prefix: z.string(), secret: z.string() }).optional(),
});
export type Phone = z.infer<typeof phoneSchema>;

/** Lists of what counts no longer, as they came. */
const listsSchema = z.object({ full: z.string().nullable(), delta: z.string().nullable() });
export type KeptLists = z.infer<typeof listsSchema>;

/** What the demo left in its data folder: where it answers, its tills' keys, its phones. */
export class DemoFiles {
  constructor(private readonly dataDir: string) {}

  async demo(): Promise<Demo> {
    const file = join(this.dataDir, 'demo.json');
    const content = await readJson(file);
    if (content === null) throw failed('There is no running demo: .data/demo.json is missing; run npm start first.');
    return parsed(demoSchema, content, file);
  }

  /** The key of a till, the first one when none is named. */
  async tillKey(demo: Demo, terminalId: string | undefined): Promise<TillKey & { store: string }> {
    const till = terminalId === undefined ? demo.terminals[0] : demo.terminals.find(({ id }) => id === terminalId);
    if (!till) throw misused(`The demo has no till "${terminalId}": .data/demo.json lists those there are.`);
    const file = isAbsolute(till.keyFile) ? till.keyFile : resolve(till.keyFile);
    const content = (await readJson(file)) ?? (await readJson(join(this.dataDir, till.keyFile)));
    if (content === null) throw failed(`The key file of till ${till.id} is missing: load the demo again.`);
    return { ...parsed(tillKeySchema, content, file), store: till.store };
  }

  /** Reads a demo phone, lets `work` change it, and stores the change before anything is shown; one process at a time. */
  async withPhone<T>(cardNo: string, work: (phone: Phone) => Promise<{ phone: Phone; result: T }>): Promise<T> {
    const file = this.phoneFile(cardNo);
    const release = await lock(`${file}.lock`);
    try {
      const content = await readJson(file);
      if (content === null) throw failed(boundElsewhere(cardNo));
      const { phone, result } = await work(parsed(phoneSchema, content, file));
      await replaceFile(file, phone);
      return result;
    } finally {
      await release();
    }
  }

  /** What a till keeps for the time without a network; nothing where it kept none, or what is there cannot be read. */
  async lists(terminalId: string): Promise<KeptLists> {
    const content = await readJson(this.listsFile(terminalId));
    return listsSchema.safeParse(content).data ?? { full: null, delta: null };
  }

  async keepLists(terminalId: string, lists: KeptLists): Promise<void> {
    const file = this.listsFile(terminalId);
    await mkdir(join(file, '..'), { recursive: true });
    await replaceFile(file, lists);
  }

  private listsFile(terminalId: string): string {
    return join(this.dataDir, 'lists', `${terminalId}.json`);
  }

  private phoneFile(cardNo: string): string {
    return join(this.dataDir, 'phones', `${cardNo}.json`);
  }
}

/** The eleven digits of a card number, however it was grouped. */
export function cardNoOf(text: string): string {
  const cardNo = parseCardNo(text);
  if (cardNo === null) throw misused(`"${text}" is no card number: it has 11 digits, the last one checks the others.`);
  return printCardNo(cardNo);
}

export function boundElsewhere(cardNo: string): string {
  return `Card ${cardNo} is bound to another phone (or to none yet), so no demo phone can show its code.`;
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw failed(`${file} cannot be read (${codeOf(error)}).`);
  });
  if (text === null) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw failed(`${file} is not JSON: load the demo again.`);
  }
}

function parsed<T>(schema: z.ZodType<T>, content: unknown, file: string): T {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  throw failed(`${file} is wrong at "${result.error.issues[0]?.path.join('.') ?? ''}": load the demo again.`);
}

async function replaceFile(file: string, content: unknown): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: SECRET_MODE });
  await rename(draft, file);
}

/** Two simulators at once must not show one count twice: the second code would be refused as used. */
async function lock(file: string): Promise<() => Promise<void>> {
  await mkdir(join(file, '..'), { recursive: true });
  const until = Date.now() + LOCK_PATIENCE_MS;
  for (;;) {
    try {
      await (await open(file, 'wx')).close();
      return () => rm(file, { force: true });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw failed(`${file} cannot be written (${codeOf(error)}).`);
    }
    const made = await stat(file).catch(() => null);
    // Left by a simulator that was killed.
    if (made && Date.now() - made.mtimeMs > LOCK_STALE_MS) await rm(file, { force: true });
    else if (Date.now() > until) throw failed('The demo phone is busy with another simulator: try again.');
    else await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
