import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { type Prepared, PreparedPool } from '../../../platform/database/prepared-pool.js';
import { toWireTime } from '../../../shared/time.js';
import { type AppliedBenefit, type CounterMove, shareOf } from '../../benefits/index.js';
import { sharesOf } from '../answers.js';
import { redemptionRedeemed, type RedeemedPayload } from '../redemption.events.js';
import type { TillCommand } from './batch-facts.js';
import type { Verdict } from './decide-batch.js';

/** One decision of a batch with the request it answers. */
export interface Decided {
  readonly command: TillCommand;
  readonly verdict: Extract<Verdict, { kind: 'DECIDED' }>;
}

const COMMIT: Prepared = {
  name: 'redemption-commit',
  text: 'SELECT redemption_commit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)',
};

/** SQLSTATE of a guard that no longer holds. */
export const GUARD_FAILED = 'UCG01';

/** Writes batches of decisions; each is one statement and with that one transaction. */
@Injectable()
export class BatchCommitRepository {
  constructor(private readonly pool: PreparedPool) {}

  /** Writes all of them or none. @throws a database error with SQLSTATE UCG01 when a guard no longer holds */
  async commit(batch: readonly Decided[], now: Date): Promise<void> {
    await this.pool.run(COMMIT, valuesOf(batch, now, false));
  }

  /** The same inside a transaction whose caller has claimed key and code and holds every lock. */
  async commitClaimed(connection: PoolClient, decided: Decided, now: Date): Promise<void> {
    await connection.query({ ...COMMIT, values: valuesOf([decided], now, true) });
  }
}

function valuesOf(batch: readonly Decided[], now: Date, claimed: boolean): unknown[] {
  const given = batch.filter(({ verdict }) => verdict.reason === null);
  const holds = given.filter(({ command }) => command.holdMinutes !== undefined);
  const redeemed = given.filter(({ command }) => command.holdMinutes === undefined);
  const rows = batch.filter(({ command, verdict }) => verdict.reason !== null || command.holdMinutes === undefined);
  return [
    now,
    claimed,
    list(batch.map(keyRow)),
    list(
      given.filter(hasShowing).map(({ command }) =>
        JSON.stringify({
          ...command.presented.showing,
          cardNo: undefined,
          card_no: command.presented.showing.cardNo,
          id: command.id,
        }),
      ),
    ),
    list(
      given.map(({ command: { presented }, verdict }) =>
        JSON.stringify({
          id: verdict.holder.cardId,
          slot: presented.showing.slot,
          issue: presented.code.kind === 'S' ? presented.code.card.issueNo : null,
        }),
      ),
    ),
    list(given.flatMap(holdingRows)),
    list(joinMoves(given.flatMap(({ verdict }) => verdict.applied)).map(counterRow)),
    list(rows.map((each) => decisionRow(each))),
    list(
      redeemed.flatMap(({ command, verdict }) =>
        verdict.applied.map((use) => JSON.stringify({ id: command.id, ...useRow(use) })),
      ),
    ),
    list(holds.map((each) => decisionRow(each, each.verdict.applied.map(holdUse)))),
    list(redeemed.map((each) => eventRow(each, now))),
    list(campaignRows(given)),
  ];
}

/** A phone's showing is used up by what it gives; a plastic card shows the same for ever. */
const hasShowing = ({ command }: Decided): boolean => command.presented.showing.slot !== null;

/** A JSON array of texts that are JSON already; null when there is nothing, so that the function skips the step. */
const list = (rows: readonly string[]): string | null => (rows.length === 0 ? null : `[${rows.join(',')}]`);

const keyRow = ({ command: { id, terminal, key, bodyHash }, verdict }: Decided): string =>
  JSON.stringify({ terminal: terminal.terminalId, key, hash: bodyHash.toString('hex'), outcome: verdict.stored, id });

function decisionRow({ command, verdict }: Decided, uses?: readonly unknown[]): string {
  const { terminal, request } = command;
  const { member, cardId } = verdict.holder;
  return JSON.stringify({
    id: command.id,
    terminal: terminal.terminalId,
    store: terminal.storeId,
    merchant: terminal.merchantId,
    member: member.memberId,
    card: cardId,
    org: member.orgPath,
    ticket: request.ticketNo,
    cashier: request.cashier ?? null,
    amount: request.amountFen,
    discount: verdict.applied.reduce((sum, { discountFen }) => sum + discountFen, 0),
    ...sharesOf(verdict.applied),
    reason: verdict.reason,
    decision: verdict.decision,
    until: verdict.until,
    uses,
  });
}

/** A use with the terms it was given on, frozen for its reversal. */
function useRow({ campaignId, version, discountFen, shares, counters, reversal, taken }: AppliedBenefit) {
  return {
    campaign: campaignId,
    version,
    discount: discountFen,
    unionFen: shareOf(shares, 'UNION'),
    merchantFen: shareOf(shares, 'MERCHANT'),
    frozen: {
      counters: counters.map(({ key, times, amountFen }) => ({ key, times, amountFen })),
      reversal,
      ...(taken ? { taken } : {}),
    },
  };
}

function holdUse(applied: AppliedBenefit): unknown {
  const { campaign, discount, ...use } = useRow(applied);
  return { campaignId: campaign, label: applied.label, discountFen: discount, ...use };
}

function eventRow({ command, verdict }: Decided, now: Date): string {
  const payload: RedeemedPayload = {
    redemptionId: command.id,
    occurredAt: toWireTime(now),
    merchantId: command.terminal.merchantId,
    storeId: command.terminal.storeId,
    orgPath: verdict.holder.member.orgPath,
    discountFen: verdict.applied.reduce((sum, { discountFen }) => sum + discountFen, 0),
    ...sharesOf(verdict.applied),
    uses: verdict.applied.map(({ campaignId, version, discountFen, shares }) => ({
      campaignId,
      version,
      discountFen,
      unionFen: shareOf(shares, 'UNION'),
      merchantFen: shareOf(shares, 'MERCHANT'),
    })),
  };
  return JSON.stringify({ id: command.eventId, event: redemptionRedeemed.name, payload });
}

/** What each benefit takes of what its person holds; in the order of locks the function puts them itself. */
const holdingRows = ({ verdict }: Decided): string[] =>
  verdict.applied.flatMap(({ campaignId, taken }) =>
    taken
      ? [
          JSON.stringify({
            campaign: campaignId,
            member: verdict.holder.member.memberId,
            units: taken.units,
            fen: taken.fen,
            promised: taken.promisedFen,
          }),
        ]
      : [],
  );

const counterRow = ({ key, times, amountFen, limitTimes, limitFen }: CounterMove): string =>
  JSON.stringify({ key, times, fen: amountFen, limitTimes, limitFen });

/** One move per counter: campaigns that share one count together, and the tightest limit holds. */
function joinMoves(applied: readonly AppliedBenefit[]): CounterMove[] {
  const joined = new Map<string, CounterMove>();
  for (const move of applied.flatMap(({ counters }) => counters)) {
    const known = joined.get(move.key);
    joined.set(move.key, known ? addMoves(known, move) : move);
  }
  return [...joined.values()];
}

function addMoves(a: CounterMove, b: CounterMove): CounterMove {
  const limitTimes = Math.min(a.limitTimes ?? Infinity, b.limitTimes ?? Infinity);
  const limitFen = Math.min(a.limitFen ?? Infinity, b.limitFen ?? Infinity);
  return {
    key: a.key,
    times: a.times + b.times,
    amountFen: a.amountFen + b.amountFen,
    ...(limitTimes < Infinity ? { limitTimes } : {}),
    ...(limitFen < Infinity ? { limitFen } : {}),
  };
}

interface CampaignRow {
  readonly id: string;
  readonly version: number;
  spent: number;
  held: number;
  /** What was promised for vouchers and balances that are used now. */
  promised: number;
  uses: number;
}

function campaignRows(given: readonly Decided[]): string[] {
  const moves = new Map<string, CampaignRow>();
  for (const { command, verdict } of given)
    for (const { campaignId, version, shares, taken } of verdict.applied) {
      const move = moves.get(campaignId) ?? { id: campaignId, version, spent: 0, held: 0, promised: 0, uses: 0 };
      move[command.holdMinutes === undefined ? 'spent' : 'held'] += shareOf(shares, 'UNION');
      move.promised += taken?.promisedFen ?? 0;
      move.uses += 1;
      moves.set(campaignId, move);
    }
  // In the order of locks.
  return [...moves.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((move) => JSON.stringify(move));
}
