import { createHook } from 'node:async_hooks';
import type { TerminalCaller } from '../../../shared/caller.js';
import { stepAt } from '../../../shared/code/phone-code.js';
import { compileCampaign } from '../../benefits/campaigns/campaign.rules.js';
import { campaignDefinitionSchema, type CampaignSnapshot } from '../../benefits/index.js';
import type { BatchFacts, Holder, TillCommand } from './batch-facts.js';
import { type BatchRules, decideBatch, type Verdict } from './decide-batch.js';

const NOW_MS = Date.parse('2017-01-21T10:00:00+08:00');
const TIMES = 100_000;
const STEP = stepAt(NOW_MS / 1_000);

const campaign = compileCampaign(
  campaignDefinitionSchema.parse({
    id: 'save20',
    label: '职工卡周末满减',
    kind: 'UNIVERSAL',
    owner: 'city',
    mechanism: { type: 'AMOUNT_OFF', thresholdFen: 15_800, offFen: 2_000 },
    when: { from: '2017-01-01T00:00:00+08:00', to: '2017-02-01T00:00:00+08:00' },
    limits: [{ per: 'STORE', period: 'DAY', times: 100 }],
    budget: { from: 'line', totalFen: 3_000 },
  }),
  1,
);
const PUBLISHED = { state: 'PUBLISHED', totalFen: 3_000, spentFen: 0, heldFen: 0, leasedFen: 0 } as const;
const snapshot: CampaignSnapshot = {
  epoch: 1,
  campaigns: [{ campaign, runtime: PUBLISHED }],
  holidays: () => null,
  lists: [],
  hasHoldings: false,
  candidates: () => [campaign],
};
const terminal: TerminalCaller = {
  kind: 'terminal',
  terminalId: 't1',
  keyId: 'k1',
  storeId: 'mart-1',
  merchantId: 'mart',
  merchantCategory: 'SUPERMARKET',
  scopes: ['redeem'],
};
const rules: BatchRules = {
  passKeys: () => ({ use: 'PASS', suite: 1, from: new Date('2015-01-01'), to: null, status: 'ACTIVE' }),
  shortNumberMaxFen: 30_000,
  cyclesMax: 10,
  keepsAll: false,
};

const aHolder = (memberId: string): Holder => ({
  cardId: `card-${memberId}`,
  state: 'ACTIVE',
  issuedAtMs: null,
  deviceSlot: 1,
  plasticIssueNo: 1,
  policyEpoch: 0,
  member: {
    memberId,
    name: '王小明',
    membership: 'ACTIVE',
    orgPath: '/city/u1/',
    orgIds: ['city', 'u1'],
    parkCode: null,
    tier: null,
    enterpriseId: null,
    industry: null,
    gender: 'F',
    birthOn: '1985-03-01',
    joinedOn: '2010-05-01',
    categories: [],
    lists: [],
  },
});
function aCommand(n: number, changes: { step?: number; holdMinutes?: number } = {}): TillCommand {
  const { step = STEP, holdMinutes } = changes;
  const pass = { kid: 1, suite: 1, cardNo: n, deviceSlot: 1, policyEpoch: 0, lifeMinutes: 60 };
  const notBeforeMinutes = Math.floor(NOW_MS / 60_000) - 1;
  return {
    id: `redemption-${n}`,
    eventId: `event-${n}`,
    terminal,
    key: `key-${n}`,
    bodyHash: Buffer.alloc(32, n),
    request: { code: 'a code', amountFen: 15_800, ticketNo: `T${n}` },
    presented: {
      code: { pass: { ...pass, notBeforeMinutes }, tap: { step, ctr: 1 } },
      showing: { cardNo: n, slot: 1, step, ctr: 1 },
    } as unknown as TillCommand['presented'],
    ...(holdMinutes === undefined ? {} : { holdMinutes }),
  };
}

const NOTHING_KNOWN = {
  snapshot,
  known: new Map(),
  used: new Set<number>(),
  bound: new Map(),
  storeNames: new Map([['mart-1', '超市']]),
};
/** Facts of a load of its own: what moves is made anew, as each batch does. */
const factsFor = (holders: BatchFacts['holders'], changes: Partial<BatchFacts> = {}): BatchFacts => ({
  ...NOTHING_KNOWN,
  holders,
  holdings: new Map(),
  counters: new Map(),
  runtimes: new Map([['save20', { version: 1, ...PUBLISHED }]]),
  ...changes,
});
const holdersOf = (...memberIds: string[]) => new Map(memberIds.map((id, n) => [n, aHolder(id)]));
const reasonOf = (verdict: Verdict | undefined) => (verdict?.kind === 'DECIDED' ? verdict.reason : verdict?.kind);

describe('a batch of decisions', () => {
  it('takes one after the other: the second finds what the first left', () => {
    const verdicts = decideBatch(factsFor(holdersOf('a', 'b')), [aCommand(0), aCommand(1)], NOW_MS, rules);
    // 30.00 pays 20.00 once.
    expect(verdicts.map(reasonOf)).toEqual([null, 'NO_BENEFIT']);
  });

  it('counts what the first holds like what it spends', () => {
    const facts = factsFor(holdersOf('a', 'b'));
    const verdicts = decideBatch(facts, [aCommand(0, { holdMinutes: 15 }), aCommand(1)], NOW_MS, rules);
    expect(verdicts.map(reasonOf)).toEqual([null, 'NO_BENEFIT']);
    expect(facts.runtimes.get('save20')).toMatchObject({ heldFen: 2_000, spentFen: 0 });
  });

  it('decides a member once, and leaves the rest to the next batch', () => {
    const verdicts = decideBatch(factsFor(holdersOf('a', 'a')), [aCommand(0), aCommand(1)], NOW_MS, rules);
    expect(verdicts.map(reasonOf)).toEqual([null, 'NEXT']);
  });

  it('answers a known key with what is stored, however old its code is, and another body not at all', () => {
    const outcome = { kind: 'ANSWER' as const, status: 201, body: { code: 'REDEEMED' } };
    const known = (fill: number) => ({ outcome, redemptionId: 'r', bodyHash: Buffer.alloc(32, fill) });
    const facts = factsFor(holdersOf('a', 'b'), { known: new Map([0, 1].map((n) => [n, known(0)])) });
    const verdicts = decideBatch(facts, [aCommand(0, { step: 1 }), aCommand(1)], NOW_MS, rules);
    expect(verdicts).toMatchObject([{ kind: 'REPLAY' }, { kind: 'THROW', entry: { code: 'KEY_REUSED' } }]);
  });

  it.each([
    ['a step of long ago', { step: STEP - 100 }, {}, 'CODE_EXPIRED'],
    ['a step of years ahead', { step: STEP + 100_000_000 }, {}, 'CODE_EXPIRED'],
    ['a use before', {}, { used: new Set([0]) }, 'CODE_USED'],
    [
      'a quote of another till',
      {},
      { bound: new Map([[0, { terminalId: 't2', untilMs: NOW_MS, quoteId: null }]]) },
      'CODE_IN_USE',
    ],
  ])('refuses a code with %s', (_what, given, known, reason) => {
    const verdicts = decideBatch(factsFor(holdersOf('a'), known), [aCommand(0, given)], NOW_MS, rules);
    expect(verdicts.map(reasonOf)).toEqual([reason]);
  });

  it('is pure: of the same arguments it makes the same a hundred thousand times, with no clock, dice or I/O', () => {
    const holders = holdersOf('a', 'b');
    const commands = [aCommand(0), aCommand(1)];
    const [alone] = commands;
    if (!alone) throw new Error('a command expected');
    deepFreeze([NOTHING_KNOWN, [...holders.values()], commands, rules]);
    const started: string[] = [];
    const hook = createHook({ init: (_id, type) => started.push(type) });
    const asks = [jest.spyOn(Date, 'now'), jest.spyOn(Math, 'random'), jest.spyOn(performance, 'now')];
    const decide = (batch: readonly TillCommand[]) =>
      JSON.stringify(decideBatch(factsFor(holders), batch, NOW_MS, rules));
    const [one, both] = [decide([alone]), decide(commands)];
    let others = 0;
    hook.enable();
    for (let n = 0; n < TIMES; n += 1) if (decide([alone]) !== one) others += 1;
    for (let n = 0; n < TIMES / 100; n += 1) if (decide(commands) !== both) others += 1;
    hook.disable();
    expect(others).toBe(0);
    expect(started).toEqual([]);
    for (const ask of asks) expect(ask).not.toHaveBeenCalled();
    jest.restoreAllMocks();
  });
});

/** Whatever is written to it throws, deep inside too; a map or set is frozen by its methods. */
function deepFreeze(value: unknown, seen = new Set<unknown>()): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || seen.has(value)) return;
  seen.add(value);
  const refuse = (): never => {
    throw new Error('what was given is changed');
  };
  if (value instanceof Map || value instanceof Set) {
    Object.assign(value, { set: refuse, add: refuse, delete: refuse, clear: refuse });
    for (const each of value.values()) deepFreeze(each, seen);
  }
  for (const each of Object.values(value)) deepFreeze(each, seen);
  Object.freeze(value);
}
