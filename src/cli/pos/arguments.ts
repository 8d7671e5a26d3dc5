import { parseArgs } from 'node:util';
import { z } from 'zod';
import { misused } from './simulator-error.js';

const OPTIONS = {
  card: { type: 'string' },
  kind: { type: 'string' },
  code: { type: 'string' },
  'amount-fen': { type: 'string' },
  terminal: { type: 'string' },
  key: { type: 'string' },
  ticket: { type: 'string' },
  benefit: { type: 'string' },
  cashier: { type: 'string' },
  quote: { type: 'string' },
  pin: { type: 'string' },
  confirm: { type: 'boolean' },
  redemption: { type: 'string' },
  authorization: { type: 'string' },
  'hold-minutes': { type: 'string' },
  'original-key': { type: 'string' },
  reason: { type: 'string' },
  root: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const COMMON = ['terminal', 'json', 'help'];
const SALE = ['card', 'kind', 'code', 'amount-fen', 'benefit', 'key', 'ticket', 'cashier', 'quote', 'pin', 'confirm'];
/** Which options each command takes besides the common ones. */
const TAKES: Readonly<Record<string, readonly string[]>> = {
  code: ['card', 'kind'],
  quote: ['card', 'kind', 'code', 'amount-fen', 'benefit', 'pin'],
  redeem: SALE,
  reverse: ['redemption', 'original-key', 'amount-fen', 'key', 'reason'],
  authorize: [...SALE, 'hold-minutes'],
  capture: ['authorization', 'amount-fen', 'key'],
  void: ['authorization', 'key', 'reason'],
  find: ['key'],
  list: [],
  keys: ['root'],
  revocations: ['card'],
};

const AMOUNT = 'fen from 1, such as 15800 for ¥158.00';

const keySchema = z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/);

/** What of a card is shown: the phone's code, the plastic, or the short number. */
export type ShownKind = 'd' | 's' | 'n';
/** Where the code comes from: shown by a card of the demo, or as scanned. */
export type CodeSource = { readonly card: string; readonly kind: ShownKind } | { readonly code: string };

interface Options {
  readonly json: boolean;
  readonly terminal: string | undefined;
}
export interface Basket extends Options {
  readonly source: CodeSource;
  readonly amountFen: number;
  readonly benefit: string | undefined;
  readonly pin: string | undefined;
}
export interface Sale extends Basket {
  readonly key: string | undefined;
  readonly ticket: string | undefined;
  readonly cashier: string | undefined;
  readonly quote: string | undefined;
  readonly confirm: boolean;
}
export type Command =
  | { readonly name: 'help' }
  | ({ readonly name: 'code'; readonly card: string; readonly kind: ShownKind } & Options)
  | ({ readonly name: 'quote' } & Basket)
  | ({ readonly name: 'redeem' } & Sale)
  | ({ readonly name: 'authorize'; readonly holdMinutes: number | undefined } & Sale)
  | ({
      readonly name: 'capture';
      readonly authorization: string;
      readonly amountFen: number;
      readonly key: string | undefined;
    } & Options)
  | ({
      readonly name: 'void';
      readonly authorization: string;
      readonly key: string | undefined;
      readonly reason: string | undefined;
    } & Options)
  | ({
      readonly name: 'reverse';
      readonly what: ReversalOf;
      readonly key: string | undefined;
      readonly reason: string | undefined;
    } & Options)
  | ({ readonly name: 'find'; readonly key: string } & Options)
  | ({ readonly name: 'list' } & Options)
  | ({ readonly name: 'keys'; readonly root: string | undefined } & Options)
  | ({ readonly name: 'revocations'; readonly card: string | undefined } & Options);
/** A redemption, or a part of it worth so much, or whatever an attempt without an answer did. */
export type ReversalOf =
  { readonly redemption: string; readonly amountFen: number | undefined } | { readonly originalKey: string };

type Values = Partial<Record<keyof typeof OPTIONS, string | boolean>>;

/** Reads the command line. @throws SimulatorError with exit code 2 and one sentence */
export function readCommand(args: readonly string[]): Command {
  const [name = 'help', ...rest] = args;
  if (name === 'help' || name === '--help' || name === '-h') return { name: 'help' };
  const takes = TAKES[name];
  if (takes === undefined)
    throw misused(`There is no command "${name}": use ${Object.keys(TAKES).join(', ')} or help.`);
  const values = parse(rest);
  if (values.help === true) return { name: 'help' };
  const foreign = Object.keys(values).find((option) => !takes.includes(option) && !COMMON.includes(option));
  if (foreign !== undefined) throw misused(`"${name}" has no option --${foreign}: see help.`);
  return commandOf(name, values);
}

function parse(args: string[]): Values {
  try {
    return parseArgs({ args, options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw misused(error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'The command cannot be read.');
  }
}

function commandOf(name: string, values: Values): Command {
  const options = { json: values.json === true, terminal: textOf(values, 'terminal') };
  switch (name) {
    case 'code':
      return { name, card: needed(values, 'card'), kind: kindOf(values), ...options };
    case 'quote':
      return { name, ...basketOf(values), ...options };
    case 'redeem':
      return { name, ...saleOf(values), ...options };
    case 'authorize':
      return {
        name,
        ...saleOf(values),
        holdMinutes: wholeOf(values, 'hold-minutes', 'minutes, such as 30'),
        ...options,
      };
    case 'capture':
      return {
        name,
        authorization: needed(values, 'authorization'),
        amountFen: amountOf(values),
        key: keyOf(values, 'key'),
        ...options,
      };
    case 'void':
      return {
        name,
        authorization: needed(values, 'authorization'),
        key: keyOf(values, 'key'),
        reason: textOf(values, 'reason'),
        ...options,
      };
    case 'reverse':
      return {
        name,
        what: reversalOf(values),
        key: keyOf(values, 'key'),
        reason: textOf(values, 'reason'),
        ...options,
      };
    case 'find':
      needed(values, 'key');
      return { name, key: keyOf(values, 'key') ?? '', ...options };
    case 'keys':
      return { name, root: rootOf(values), ...options };
    case 'revocations':
      return { name, card: textOf(values, 'card'), ...options };
    default:
      return { name: 'list', ...options };
  }
}

function basketOf(values: Values): Omit<Basket, keyof Options> {
  const card = textOf(values, 'card');
  const code = textOf(values, 'code');
  if ((card === undefined) === (code === undefined))
    throw misused('Give either --card NO (a demo phone shows its code) or --code TEXT.');
  if (card === undefined && textOf(values, 'kind') !== undefined)
    throw misused('--kind belongs to --card: a code that was scanned is what it is.');
  return {
    source: card === undefined ? { code: code ?? '' } : { card, kind: kindOf(values) },
    amountFen: amountOf(values),
    benefit: textOf(values, 'benefit'),
    pin: pinOf(values),
  };
}

function saleOf(values: Values): Omit<Sale, keyof Options> {
  return {
    ...basketOf(values),
    key: keyOf(values, 'key'),
    ticket: textOf(values, 'ticket'),
    cashier: textOf(values, 'cashier'),
    quote: textOf(values, 'quote'),
    confirm: values.confirm === true,
  };
}

function kindOf(values: Values): ShownKind {
  const kind = textOf(values, 'kind') ?? 'd';
  if (kind !== 'd' && kind !== 's' && kind !== 'n')
    throw misused('--kind is d (the phone), s (the plastic card) or n (the short number).');
  return kind;
}

function pinOf(values: Values): string | undefined {
  const pin = textOf(values, 'pin');
  if (pin !== undefined && !/^\d{6}$/.test(pin)) throw misused('--pin is six digits.');
  return pin;
}

function rootOf(values: Values): string | undefined {
  const root = textOf(values, 'root');
  if (root !== undefined && !/^[A-Za-z0-9_-]{43}$/.test(root))
    throw misused('--root is a public key of 43 characters, as "admin root" printed it.');
  return root;
}

function amountOf(values: Values): number {
  needed(values, 'amount-fen');
  return wholeOf(values, 'amount-fen', AMOUNT) ?? 0;
}

function wholeOf(values: Values, option: keyof typeof OPTIONS, unit: string): number | undefined {
  const text = textOf(values, option);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!/^\d{1,15}$/.test(text) || number < 1) throw misused(`--${option} is a whole number of ${unit}, not "${text}".`);
  return number;
}

function reversalOf(values: Values): ReversalOf {
  const redemption = textOf(values, 'redemption');
  const originalKey = keyOf(values, 'original-key');
  const amountFen = wholeOf(values, 'amount-fen', AMOUNT);
  if (redemption !== undefined && originalKey === undefined) return { redemption, amountFen };
  if (amountFen !== undefined) throw misused('--amount-fen belongs to --redemption: a part of it comes back.');
  if (redemption === undefined && originalKey !== undefined) return { originalKey };
  throw misused('Give either --redemption ID or --original-key K (when the answer never came).');
}

function keyOf(values: Values, option: keyof typeof OPTIONS): string | undefined {
  const key = textOf(values, option);
  if (key !== undefined && !keySchema.safeParse(key).success)
    throw misused(`--${option} is 1 to 64 letters, digits, ".", "_", ":" or "-".`);
  return key;
}

function needed(values: Values, option: keyof typeof OPTIONS): string {
  const text = textOf(values, option);
  if (text === undefined || text === '') throw misused(`--${option} is missing: see help.`);
  return text;
}

function textOf(values: Values, option: keyof typeof OPTIONS): string | undefined {
  const value = values[option];
  return typeof value === 'string' ? value : undefined;
}
