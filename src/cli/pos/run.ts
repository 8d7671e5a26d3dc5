import { randomBytes, randomUUID } from 'node:crypto';
import { text as readAll } from 'node:stream/consumers';
import { shanghaiParts } from '../../shared/time.js';
import { type Basket, type Command, type CodeSource, readCommand, USAGE } from './arguments.js';
import { boundElsewhere, cardNoOf, type Demo, DemoFiles, type TillKey } from './demo-files.js';
import { DemoPhone } from './phone.js';
import { historyList, quoteReceipt, redemptionReceipt, refusalSlip, reversalReceipt } from './receipt.js';
import { failed, SimulatorError } from './simulator-error.js';
import { Till, type TillAnswer } from './till.js';
import { type Transport, transportTo } from './transport.js';

export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly input: NodeJS.ReadableStream;
}

interface Desk {
  readonly files: DemoFiles;
  readonly demo: Demo;
  readonly key: TillKey & { readonly store: string };
  readonly till: Till;
  readonly phone: DemoPhone;
  readonly output: Output;
}

/** Runs one command of the simulator; returns the exit code: 0 done, 1 refused or not reachable, 2 wrong command. */
export async function runSimulator(args: readonly string[], dataDir: string, output: Output): Promise<number> {
  try {
    const command = readCommand(args);
    if (command.name === 'help') {
      output.out(USAGE);
      return 0;
    }
    return await perform(command, await openDesk(dataDir, command.terminal, output));
  } catch (error) {
    if (!(error instanceof SimulatorError)) throw error;
    output.err(error.message);
    return error.exitCode;
  }
}

async function openDesk(dataDir: string, terminal: string | undefined, output: Output): Promise<Desk> {
  const files = new DemoFiles(dataDir);
  const demo = await files.demo();
  const key = await files.tillKey(demo, terminal);
  const transport: Transport = transportTo(demo.baseUrl, dataDir);
  return { files, demo, key, till: new Till(key, transport), phone: new DemoPhone(files, demo, transport), output };
}

type Of<Name extends Command['name']> = Extract<Command, { name: Name }>;

function perform(command: Exclude<Command, { name: 'help' }>, desk: Desk): Promise<number> {
  switch (command.name) {
    case 'code':
      return showCode(command.card, command.json, desk);
    case 'quote':
      return quote(command, desk);
    case 'redeem':
      return redeem(command, desk);
    case 'reverse':
      return reverse(command, desk);
    case 'find':
      return find(command, desk);
    default:
      return list(command, desk);
  }
}

async function list(command: Of<'list'>, desk: Desk): Promise<number> {
  const answer = await desk.till.ask({ method: 'GET', path: '/pos/v1/redemptions?limit=20' });
  return print(answer, command.json, desk, historyList);
}

async function quote(command: Of<'quote'>, desk: Desk): Promise<number> {
  const body = await basketBody(command, desk);
  return print(await desk.till.ask({ method: 'POST', path: '/pos/v1/quotes', body }), command.json, desk, quoteReceipt);
}

async function redeem(command: Of<'redeem'>, desk: Desk): Promise<number> {
  const body = {
    ...(await basketBody(command, desk)),
    ticketNo: command.ticket ?? newTicketNo(),
    ...(command.cashier === undefined ? {} : { cashier: command.cashier }),
    ...(command.quote === undefined ? {} : { quoteId: command.quote }),
  };
  const answer = await desk.till.ask({
    method: 'POST',
    path: '/pos/v1/redemptions',
    body,
    key: command.key ?? randomUUID(),
  });
  return print(answer, command.json, desk, (receipt) => redemptionReceipt(receipt, desk.key, answer.replayed));
}

async function reverse(command: Of<'reverse'>, desk: Desk): Promise<number> {
  const what =
    'redemption' in command.what
      ? { type: 'CANCEL', redemptionId: command.what.redemption }
      : { type: 'TIMEOUT', originalKey: command.what.originalKey };
  const body = { ...what, ...(command.reason === undefined ? {} : { reason: command.reason }) };
  const answer = await desk.till.ask({
    method: 'POST',
    path: '/pos/v1/reversals',
    body,
    key: command.key ?? randomUUID(),
  });
  return print(answer, command.json, desk, reversalReceipt);
}

async function find(command: Of<'find'>, desk: Desk): Promise<number> {
  const answer = await desk.till.ask({ method: 'GET', path: `/pos/v1/redemptions/by-key/${command.key}` });
  return print(answer, command.json, desk, (body) =>
    body['code'] === 'REVERSED' ? reversalReceipt(body) : redemptionReceipt(body, desk.key, false),
  );
}

/** Shows a code after asking the platform, with an earlier showing, whether this phone is still the card's. */
async function showCode(card: string, json: boolean, desk: Desk): Promise<number> {
  const cardNo = cardNoOf(card);
  const probe = await desk.phone.show(cardNo);
  const judged = await desk.till
    .ask({ method: 'POST', path: '/pos/v1/quotes', body: { code: probe.code, amountFen: 1 } })
    .catch(() => null);
  if (judged?.body['code'] === 'DEVICE_REPLACED') throw failed(boundElsewhere(cardNo));
  const showing = await desk.phone.show(cardNo, desk.till.offsetSeconds);
  desk.output.out(json ? JSON.stringify(showing) : showing.code);
  return 0;
}

async function basketBody({ source, amountFen, benefit }: Basket, desk: Desk): Promise<Record<string, unknown>> {
  return { code: await codeOf(source, desk), amountFen, ...(benefit === undefined ? {} : { benefit }) };
}

async function codeOf(source: CodeSource, { phone, output }: Desk): Promise<string> {
  if ('card' in source) return (await phone.show(cardNoOf(source.card))).code;
  return source.code === '-' ? (await readAll(output.input)).trim() : source.code;
}

function print(
  answer: TillAnswer,
  json: boolean,
  { output }: Desk,
  receipt: (body: TillAnswer['body']) => string,
): number {
  const done = answer.status < 300;
  if (json) output.out(JSON.stringify(answer.body));
  else if (done) output.out(receipt(answer.body));
  else if (answer.body['code'] === 'DEVICE_REPLACED')
    output.err('The phone that showed this code was replaced: the card is bound elsewhere.');
  else output.out(refusalSlip(answer.body, answer.status));
  return done ? 0 : 1;
}

/** A receipt number as tills make them: day, time and something that keeps two of a second apart. */
function newTicketNo(): string {
  const nowMs = Date.now();
  const { dateOn } = shanghaiParts(nowMs);
  return `SIM-${dateOn.replaceAll('-', '')}-${String(nowMs % 100_000_000).padStart(8, '0')}-${randomBytes(2).toString('hex')}`;
}
