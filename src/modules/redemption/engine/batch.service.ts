import { Inject, Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { PreparedPool } from '../../../platform/database/prepared-pool.js';
import { sqlStateOf } from '../../../platform/database/database.js';
import { batchSeconds } from '../../../platform/http/metrics.js';
import { CardKeys } from '../../cards/index.js';
import { BatchClaimRepository } from './batch-claim.repository.js';
import { BatchCommitRepository, type Decided } from './batch-commit.repository.js';
import type { BatchFacts, TillCommand } from './batch-facts.js';
import { BatchLoadRepository, type LoadWish } from './batch-load.repository.js';
import { type BatchRules, codeRefusal, decideBatch, type Verdict } from './decide-batch.js';

const RETRYABLE = new Set(['40001', '40P01']);
const LOCKED_ATTEMPTS_MAX = 3;

/** One batch from its facts to its commit: load, decide, write. */
@Injectable()
export class BatchService {
  private readonly rules: BatchRules;

  constructor(
    @Inject(CONFIG) config: Config,
    keys: CardKeys,
    private readonly pool: PreparedPool,
    private readonly loads: BatchLoadRepository,
    private readonly claims: BatchClaimRepository,
    private readonly commits: BatchCommitRepository,
  ) {
    this.rules = {
      passKeys: (kid) => keys.lookup(kid),
      shortNumberMaxFen: config.POS_SHORT_NUMBER_MAX_FEN,
      cyclesMax: config.POS_CYCLES_MAX,
      keepsAll: config.REHEARSAL,
    };
  }

  /** Decides a batch on what is true now and commits it whole. @throws a database error, UCG01 when a guard failed: nothing is written */
  async decide(commands: readonly TillCommand[], now: Date): Promise<Verdict[]> {
    const loading = batchSeconds.startTimer({ step: 'load' });
    const facts = await this.loads.load(commands.map(wishOf), now);
    loading();
    const deciding = batchSeconds.startTimer({ step: 'decide' });
    const verdicts = decideBatch(facts, commands, now.getTime(), this.rules);
    deciding();
    const decided = decidedOf(commands, verdicts);
    if (decided.length === 0) return verdicts;
    const committing = batchSeconds.startTimer({ step: 'commit' });
    await this.commits.commit(decided, now);
    committing();
    return verdicts;
  }

  /** Decides one request with every lock taken first, in the order of all writes; under lock no guard can fail. @throws a database error: nothing is written */
  async decideLocked(command: TillCommand, now: Date): Promise<Verdict> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.pool.transaction((connection) => this.underLock(connection, command, now));
      } catch (error) {
        if (attempt >= LOCKED_ATTEMPTS_MAX || !RETRYABLE.has(sqlStateOf(error))) throw error;
      }
    }
  }

  private async underLock(connection: PoolClient, command: TillCommand, now: Date): Promise<Verdict> {
    const wish = wishOf(command);
    const isKeyOurs = await this.claims.claimKey(connection, command, now);
    const first = await this.loads.load([wish], now, connection);
    // A code that does not count is never written: its step may lie in a month that has no partition.
    const counts = isKeyOurs && this.doesCodeCount(first, command, now);
    const isCodeOurs = counts && (await this.claims.claimCode(connection, command));
    if (isCodeOurs) {
      const memberId = await this.claims.lockCard(connection, command.presented.showing.cardNo);
      if (memberId !== null)
        await this.claims.lockMovable(connection, await this.loads.listMovable([wish], [memberId], now));
    }
    // What is given is decided on what is true under lock; a refused code needs none.
    const read = counts ? await this.loads.load([wish], now, connection) : first;
    // Our own claim is no use of the code.
    const facts = isCodeOurs ? { ...read, used: new Set<number>() } : read;
    const deciding = batchSeconds.startTimer({ step: 'decide' });
    const [verdict] = decideBatch(facts, [command], now.getTime(), this.rules);
    deciding();
    if (!verdict) throw new Error('a request was not decided');
    if (verdict.kind !== 'DECIDED') {
      if (isKeyOurs) await this.claims.giveUp(connection, command);
      return verdict;
    }
    if (verdict.reason !== null && isCodeOurs) await this.claims.freeCode(connection, command);
    const committing = batchSeconds.startTimer({ step: 'commit' });
    await this.commits.commitClaimed(connection, { command, verdict }, now);
    committing();
    return verdict;
  }

  private doesCodeCount(facts: BatchFacts, command: TillCommand, now: Date): boolean {
    const holder = facts.holders.get(0);
    return !!holder && codeRefusal(facts, command, 0, holder, now.getTime(), this.rules.passKeys) === null;
  }
}

const wishOf = ({ terminal, presented, key, request }: TillCommand): LoadWish => ({
  terminal,
  presented,
  key,
  ticketNo: request.ticketNo,
});

function decidedOf(commands: readonly TillCommand[], verdicts: readonly Verdict[]): Decided[] {
  return commands.flatMap((command, at): Decided[] => {
    const verdict = verdicts[at];
    return verdict?.kind === 'DECIDED' ? [{ command, verdict }] : [];
  });
}
