import { randomBytes, randomUUID } from 'node:crypto';
import { text as readAll } from 'node:stream/consumers';
import { shanghaiParts } from '../../shared/time.js';
import { type Basket, type Command, type CodeSource, type ReversalOf, readCommand, type Sale } from './arguments.js';
import { boundElsewhere, cardNoOf, type Demo } from './demo-files.js';
import { type Desk, openDesk, type Output, print } from './desk.js';
import {
  authorizationReceipt,
  captureReceipt,
  historyList,
  quoteReceipt,
  redemptionReceipt,
  reversalReceipt,
  voidReceipt,
} from './receipt.js';
import { failed, misused, SimulatorError } from './simulator-error.js';
import type { TillAnswer } from './till.js';
import { showKeys } from './till-keys.js';
import { takeRevocations } from './till-lists.js';
import { USAGE } from './usage.js';

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

const ASK_AGAIN_MS = 2_000;

type Of<Name extends Command['name']> = Extract<Command, { name: Name }>;

function perform(command: Exclude<Command, { name: 'help' }>, desk: Desk): Promise<number> {
  switch (command.name) {
    case 'code':
      return showCode(command, desk);
    case 'quote':
      return quote(command, desk);
    case 'redeem':
      return redeem(command, desk);
    case 'reverse':
      return reverse(command, desk);
    case 'authorize':
      return authorize(command, desk);
    case 'capture':
      return capture(command, desk);
    case 'void':
      return release(command, desk);
    case 'find':
      return find(command, desk);
    case 'keys':
      return showKeys(command, desk);
    case 'revocations':
      return takeRevocations(command, desk);
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
  const body = await saleBody(command, desk);
  const answer = await writeAgreed(desk, '/pos/v1/redemptions', body, command.key);
  return print(answer, command.json, desk, (receipt) => redemptionReceipt(receipt, desk.key, answer.replayed));
}

async function authorize(command: Of<'authorize'>, desk: Desk): Promise<number> {
  const { holdMinutes } = command;
  const body = { ...(await saleBody(command, desk)), ...(holdMinutes === undefined ? {} : { holdMinutes }) };
  const answer = await writeAgreed(desk, '/pos/v1/authorizations', body, command.key);
  return print(answer, command.json, desk, authorizationReceipt);
}

/** Writes, and asks again with the same key while the holder is asked on the phone. */
async function writeAgreed(desk: Desk, path: string, body: unknown, key = randomUUID() as string): Promise<TillAnswer> {
  let answer = await write(desk, path, body, key);
  if (answer.status === 202) desk.output.err('Waiting for the holder to agree on the phone …');
  while (answer.status === 202) {
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    answer = await write(desk, path, body, key);
  }
  return answer;
}

async function capture({ authorization, amountFen, key, json }: Of<'capture'>, desk: Desk): Promise<number> {
  const path = `/pos/v1/authorizations/${encodeURIComponent(authorization)}/capture`;
  return print(await write(desk, path, { amountFen }, key), json, desk, captureReceipt);
}

async function release({ authorization, reason, key, json }: Of<'void'>, desk: Desk): Promise<number> {
  const path = `/pos/v1/authorizations/${encodeURIComponent(authorization)}/void`;
  return print(await write(desk, path, reason === undefined ? {} : { reason }, key), json, desk, voidReceipt);
}

async function reverse({ what, reason, key, json }: Of<'reverse'>, desk: Desk): Promise<number> {
  const body = { ...reversalBody(what), ...(reason === undefined ? {} : { reason }) };
  return print(await write(desk, '/pos/v1/reversals', body, key), json, desk, reversalReceipt);
}

function reversalBody(what: ReversalOf): Record<string, unknown> {
  if ('originalKey' in what) return { type: 'TIMEOUT', originalKey: what.originalKey };
  const { redemption: redemptionId, amountFen } = what;
  return amountFen === undefined ? { type: 'CANCEL', redemptionId } : { type: 'PARTIAL', redemptionId, amountFen };
}

function write({ till }: Desk, path: string, body: unknown, key = randomUUID() as string): Promise<TillAnswer> {
  return till.ask({ method: 'POST', path, body, key });
}

async function find(command: Of<'find'>, desk: Desk): Promise<number> {
  const answer = await desk.till.ask({ method: 'GET', path: `/pos/v1/redemptions/by-key/${command.key}` });
  return print(answer, command.json, desk, (body) => storedReceipt(body, desk));
}

/** The slip of whatever an attempt did. */
function storedReceipt(body: TillAnswer['body'], desk: Desk): string {
  switch (body['code']) {
    case 'REVERSED':
      return reversalReceipt(body);
    case 'HELD':
      return authorizationReceipt(body);
    case 'CAPTURED':
      return captureReceipt(body);
    case 'VOIDED':
      return voidReceipt(body);
    default:
      return redemptionReceipt(body, desk.key, false);
  }
}

/** Shows a code after asking the platform, with an earlier showing, whether this phone is still the card's. */
async function showCode({ card, kind, json }: Of<'code'>, desk: Desk): Promise<number> {
  const cardNo = cardNoOf(card);
  if (kind !== 'd') {
    const code = await codeOf({ card, kind }, desk);
    desk.output.out(json ? JSON.stringify({ code, cardNo }) : code);
    return 0;
  }
  const probe = await desk.phone.show(cardNo);
  const judged = await desk.till
    .ask({ method: 'POST', path: '/pos/v1/quotes', body: { code: probe.code, amountFen: 1 } })
    .catch(() => null);
  if (judged?.body['code'] === 'DEVICE_REPLACED') throw failed(boundElsewhere(cardNo));
  const showing = await desk.phone.show(cardNo, desk.till.offsetSeconds);
  desk.output.out(json ? JSON.stringify(showing) : showing.code);
  return 0;
}

async function basketBody({ source, amountFen, benefit, pin }: Basket, desk: Desk): Promise<Record<string, unknown>> {
  return {
    code: await codeOf(source, desk),
    amountFen,
    ...(benefit === undefined ? {} : { benefit }),
    ...(pin === undefined ? {} : { pin }),
  };
}

async function saleBody(sale: Sale, desk: Desk): Promise<Record<string, unknown>> {
  return {
    ...(await basketBody(sale, desk)),
    ticketNo: sale.ticket ?? newTicketNo(),
    ...(sale.cashier === undefined ? {} : { cashier: sale.cashier }),
    ...(sale.quote === undefined ? {} : { quoteId: sale.quote }),
    ...(sale.confirm ? { confirm: 'PHONE' } : {}),
  };
}

async function codeOf(source: CodeSource, { demo, phone, output }: Desk): Promise<string> {
  if ('card' in source) {
    const cardNo = cardNoOf(source.card);
    if (source.kind === 's') return plasticCodeOf(demo, cardNo);
    return (await (source.kind === 'n' ? phone.readOut(cardNo) : phone.show(cardNo))).code;
  }
  return source.code === '-' ? (await readAll(output.input)).trim() : source.code;
}

function plasticCodeOf(demo: Demo, cardNo: string): string {
  const plastic = demo.plastic.find((one) => one.cardNo === cardNo);
  if (plastic) return plastic.code;
  const known = demo.plastic.map((one) => one.cardNo).join(', ');
  throw misused(`The demo has no plastic card ${cardNo}: "plastic" in .data/demo.json lists ${known || 'none'}.`);
}

/** A receipt number as tills make them: day, time and something that keeps two of a second apart. */
function newTicketNo(): string {
  const nowMs = Date.now();
  const { dateOn } = shanghaiParts(nowMs);
  return `SIM-${dateOn.replaceAll('-', '')}-${String(nowMs % 100_000_000).padStart(8, '0')}-${randomBytes(2).toString('hex')}`;
}
