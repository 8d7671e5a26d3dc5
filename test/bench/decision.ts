import { decideBasket } from '../../src/modules/benefits/index.js';
import { compileCampaign } from '../../src/modules/benefits/campaigns/campaign.rules.js';
import { decodeCode } from '../../src/shared/code/phone-code.js';
import { aCampaign } from '../support/benefits.js';
import type { City } from './city.js';
import { codeFigures } from './codes.js';
import { type Figure, median, valueFigure } from './report.js';

const CAMPAIGNS = 50;
const GROUPS = 4;
const REPEATS = 300;
const ROUNDS = 3;

/** Figures of arithmetic alone: no database, no HTTP. */
export async function decisionFigures(city: City): Promise<Figure[]> {
  return [decisionFigure(), malformedFigure(), ...(await codeFigures(city))];
}

/** Milliseconds of one pure decision among 50 live campaigns of a store. */
function decisionFigure(): Figure {
  const nowMs = Date.parse('2017-01-21T10:00:00+08:00');
  const campaigns = Array.from({ length: CAMPAIGNS }, (_, n) => {
    const definition = aCampaign({
      id: `c${n}`,
      mechanism:
        n % 2 === 0
          ? { type: 'AMOUNT_OFF', thresholdFen: 1_000 + n * 37, offFen: 100 + n * 7 }
          : { type: 'PERCENT_OFF', bps: 100 + n * 3 },
      stacking: { group: `g${n % GROUPS}`, exclusive: false, priority: n },
      limits: [{ per: 'MEMBER', period: 'DAY', times: 3 }],
    });
    const runtime = { state: 'PUBLISHED', totalFen: 1_000_000_000, spentFen: 0, heldFen: 0, leasedFen: 0 } as const;
    return { campaign: compileCampaign(definition, 1), runtime };
  });
  const state = {
    card: { state: 'ACTIVE' },
    codeKind: 'D' as const,
    secondFactor: true,
    memberId: 'm',
    person: {
      categories: [],
      orgPath: ['city', 'park-a', 'u1'],
      park: 'A',
      tier: 'NATIONAL',
      enterprise: null,
      industry: null,
      gender: 'F',
      birthOn: '1985-03-01',
      joinedOn: '2010-05-01',
      cardIssuedAtMs: nowMs,
      lists: [],
    },
    store: { id: 'wal-1', merchantId: 'wal', merchantCategory: 'SUPERMARKET' },
    campaigns,
    counters: new Map(),
    holdings: new Map(),
    holidays: () => null,
  };
  const rounds = Array.from({ length: ROUNDS }, () => {
    const begun = process.cpuUsage();
    for (let n = 0; n < REPEATS; n += 1) {
      const decision = decideBasket(state, { amountFen: 20_000 + n }, nowMs);
      if (decision.outcome !== 'APPLIED') throw new Error('the bench decided nothing');
    }
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1_000 / REPEATS;
  });
  return valueFigure('decision among 50 live campaigns in 4 stacking groups (ms of CPU)', median(rounds), 1, 'ms');
}

/** F05: how fast a text that is no code is refused; the slowest of many kinds. */
function malformedFigure(): Figure {
  const texts = ['', '0'.repeat(600), '９'.repeat(500), `${'1'.repeat(300)}\n`, '12345', 'https://example.org/?q=1'];
  const slowest = texts.map((text) => {
    const begun = performance.now();
    for (let n = 0; n < REPEATS; n += 1) if (decodeCode(text).readable) throw new Error('the bench read no code');
    return (performance.now() - begun) / REPEATS;
  });
  return valueFigure('refusal of a malformed code, F05 (ms)', Math.max(...slowest), 5, 'ms');
}
