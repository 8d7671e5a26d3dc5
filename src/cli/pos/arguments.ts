import { parseArgs } from 'node:util';
import { z } from 'zod';
import { misused } from './simulator-error.js';

export const USAGE = `POS simulator: speaks the signed till API of a running demo.

  npm run -s pos -- code    --card NO                          the code the demo phone would show now
  npm run -s pos -- quote   --card NO | --code TEXT --amount-fen N   what the basket would get
  npm run -s pos -- redeem  --card NO | --code TEXT --amount-fen N   redeem, print the receipt
  npm run -s pos -- reverse --redemption ID | --original-key K       take a redemption back
  npm run -s pos -- find    --key K                            the stored answer of an attempt
  npm run -s pos -- list                                       this till's last redemptions

  --terminal ID   which till of .data/demo.json (the first one)     --ticket T    the till's receipt number
  --key K         idempotency key of the attempt (a random one)     --benefit ID  only this campaign
  --cashier NAME  who serves                                        --quote ID    redeem what was quoted
  --reason TEXT   why it is reversed                                --json        print the answer object only
  --code -        reads the code from standard input

Exit code: 0 done · 1 refused or not reachable · 2 wrong command.`;

const OPTIONS = {
  card: { type: 'string' },
  code: { type: 'string' },
  'amount-fen': { type: 'string' },
  terminal: { type: 'string' },
  key: { type: 'string' },
  ticket: { type: 'string' },
  benefit: { type: 'string' },
  cashier: { type: 'string' },
  quote: { type: 'string' },
  redemption: { type: 'string' },
  'original-key': { type: 'string' },
  reason: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const COMMON = ['terminal', 'json', 'help'];
/** Which options each command takes besides the common ones. */
const TAKES: Readonly<Record<string, readonly string[]>> = {
  code: ['card'],
  quote: ['card', 'code', 'amount-fen', 'benefit'],
  redeem: ['card', 'code', 'amount-fen', 'benefit', 'key', 'ticket', 'cashier', 'quote'],
  reverse: ['redemption', 'original-key', 'key', 'reason'],
  find: ['key'],
  list: [],
};

const keySchema = z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/);

/** Where the code comes from: drawn by a demo phone, or as scanned. */
export type CodeSource = { readonly card: string } | { readonly code: string };

interface Options {
  readonly json: boolean;
  readonly terminal: string | undefined;
}
export interface Basket extends Options {
  readonly source: CodeSource;
  readonly amountFen: number;
  readonly benefit: string | undefined;
}
export type Command =
  | { readonly name: 'help' }
  | ({ readonly name: 'code'; readonly card: string } & Options)
  | ({ readonly name: 'quote' } & Basket)
  | ({ readonly name: 'redeem' } & Basket & {
        readonly key: string | undefined;
        readonly ticket: string | undefined;
        readonly cashier: string | undefined;
        readonly quote: string | undefined;
      })
  | ({
      readonly name: 'reverse';
      readonly what: ReversalOf;
      readonly key: string | undefined;
      readonly reason: string | undefined;
    } & Options)
  | ({ readonly name: 'find'; readonly key: string } & Options)
  | ({ readonly name: 'list' } & Options);
export type ReversalOf = { readonly redemption: string } | { readonly originalKey: string };

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
      return { name, card: needed(values, 'card'), ...options };
    case 'quote':
      return { name, ...basketOf(values), ...options };
    case 'redeem':
      return {
        name,
        ...basketOf(values),
        key: keyOf(values, 'key'),
        ticket: textOf(values, 'ticket'),
        cashier: textOf(values, 'cashier'),
        quote: textOf(values, 'quote'),
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
    default:
      return { name: 'list', ...options };
  }
}

function basketOf(values: Values): Omit<Basket, keyof Options> {
  const card = textOf(values, 'card');
  const code = textOf(values, 'code');
  if ((card === undefined) === (code === undefined))
    throw misused('Give either --card NO (a demo phone shows its code) or --code TEXT.');
  const amount = needed(values, 'amount-fen');
  const amountFen = Number(amount);
  if (!/^\d{1,15}$/.test(amount) || amountFen < 1)
    throw misused(`--amount-fen is a whole number of fen from 1, such as 15800 for ¥158.00, not "${amount}".`);
  return {
    source: card === undefined ? { code: code ?? '' } : { card },
    amountFen,
    benefit: textOf(values, 'benefit'),
  };
}

function reversalOf(values: Values): ReversalOf {
  const redemption = textOf(values, 'redemption');
  const originalKey = keyOf(values, 'original-key');
  if (redemption !== undefined && originalKey === undefined) return { redemption };
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
