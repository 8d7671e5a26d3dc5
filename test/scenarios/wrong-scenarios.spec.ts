import { rehearse } from '../../src/cli/scenario/rehearsal.js';
import { freshDatabase } from '../support/database.js';

const WORLD = `name: a small world
start: 2017-01-21T10:00:00+08:00
orgs: [ { id: city, level: CITY }, { id: u1, level: GRASSROOTS, parent: city } ]
members: [ { id: wu, org: u1 }, { idPrefix: m, count: 3, org: u1 } ]
merchants: [ { id: mart, category: SUPERMARKET, stores: [ mart-1 ] } ]
budgets: [ { id: line, org: city, totalFen: 1000 } ]
campaigns:
  - id: off
    label: 减一元
    kind: UNIVERSAL
    owner: city
    mechanism: { type: AMOUNT_OFF, thresholdFen: 100, offFen: 100 }
    when: { from: 2017-01-01T00:00:00+08:00, to: 2017-02-01T00:00:00+08:00 }
`;
const STEPS = WORLD.split('\n').length;

/** The lines a text is wrong in, and what is said of the first. */
async function faultsOf(text: string): Promise<{ lines: number[]; message: string }> {
  const { problems } = await rehearse(text, freshDatabase);
  return { lines: [...new Set(problems.map(({ line }) => line))], message: problems[0]?.message ?? '' };
}

/** A world with these steps; the first stands in line `STEPS + 1`. */
const withSteps = (...steps: string[]): string => `${WORLD}steps:\n${steps.map((step) => `  - ${step}\n`).join('')}`;

describe('a scenario that is wrong as it is written', () => {
  test.each([
    ['an unknown field at the top', `${WORLD}colour: red\n`, STEPS],
    ['an unknown field of a member', WORLD.replace('{ id: wu, org: u1 }', '{ id: wu, org: u1, hat: red }'), 4],
    ['an unknown field of a campaign', WORLD.replace('    owner: city', '    owner: city\n    colour: red'), 12],
    ['an unknown field of a mechanism', WORLD.replace('offFen: 100 }', 'offFen: 100, of: 1 }'), 12],
    ['an unknown union', WORLD.replace('{ id: wu, org: u1 }', '{ id: wu, org: u9 }'), 4],
    ['an unknown parent', WORLD.replace('parent: city', 'parent: town'), 3],
    ['an unknown owner', WORLD.replace('owner: city', 'owner: town'), 11],
    ['an unknown line', `${WORLD.trimEnd()}\n    budget: { from: other, totalFen: 5 }\n`, 14],
    [
      'an unknown merchant of a campaign',
      `${WORLD.trimEnd()}\n    where:\n      merchants:\n        - mart\n        - wal\n`,
      17,
    ],
    ['two people of one name', WORLD.replace('idPrefix: m, count: 3', 'idPrefix: m, count: 3, org: u1 }, { id: m2'), 4],
    ['two stores of one name', WORLD.replace('[ mart-1 ]', '[ mart-1, mart-1 ]'), 5],
    ['two campaigns of one name', `${WORLD.trimEnd()}\n${WORLD.slice(WORLD.indexOf('  - id: off'))}`, 14],
    ['the 30th of February', WORLD.replace('2017-01-21', '2017-02-30'), 2],
    ['a start without a zone', WORLD.replace('10:00:00+08:00', '10:00:00'), 2],
    ['a birth to come', WORLD.replace('{ id: wu, org: u1 }', '{ id: wu, org: u1, birthDate: 2018-01-01 }'), 4],
    ['an end before the beginning', WORLD.replace('to: 2017-02-01', 'to: 2016-02-01'), 13],
    ['a word for a number', WORLD.replace('totalFen: 1000', 'totalFen: much'), 6],
    ['a merchant category nobody knows', WORLD.replace('SUPERMARKET', 'CIRCUS'), 5],
    ['one key twice', WORLD.replace('    kind: UNIVERSAL', '    kind: UNIVERSAL\n    kind: TARGETED'), 11],
    ['no YAML', WORLD.replace('level: CITY }', 'level: CITY ]'), 3],
    ['a group under the city that stands above a park', WORLD.replace('level: GRASSROOTS', 'level: CITY'), 3],
    ['an expectation of nobody', `${WORLD}expect:\n  members:\n    someone: { vouchers: {} }\n`, STEPS + 2],
    ['an expectation of an unknown figure', `${WORLD}expect:\n  campaigns:\n    off: { spent: 3 }\n`, STEPS + 2],
    ['a ledger that is something else', `${WORLD}expect: { ledger: even }\n`, STEPS],
  ])('%s is told by its line', async (_what, text, line) => {
    expect((await faultsOf(text)).lines).toContain(line);
  });

  test.each([
    ['an unknown action', 'refund: { member: wu }'],
    ['two actions', 'pause: { campaign: off }\n    end: { campaign: off }', 1],
    ['an empty step', '{}'],
    ['an unknown member', 'redeem: { member: m4, store: mart-1, amountFen: 100 }'],
    ['an unknown store', 'redeem: { member: m3, store: mart-2, amountFen: 100 }'],
    ['an unknown benefit', 'redeem: { member: wu, store: mart-1, amountFen: 100, benefit: on }'],
    ['an unknown result', 'reverse: { of: r9, type: CANCEL }'],
    ['no amount', 'redeem: { member: wu, store: mart-1 }'],
    [
      'items above the amount',
      'redeem: { member: wu, store: mart-1, amountFen: 100, items: [ { item: tea, amountFen: 101 } ] }',
    ],
    ['an unknown expectation', 'redeem: { member: wu, store: mart-1, amountFen: 100, expect: { discount: 1 } }'],
    ['an outcome of another step', 'redeem: { member: wu, store: mart-1, amountFen: 100, expect: { outcome: HELD } }'],
    [
      'an expectation of an unknown benefit',
      'quote: { member: wu, store: mart-1, amountFen: 100, expect: { left: { on: NOT_HERE } } }',
    ],
    ['a part of nothing', 'reverse: { of: r9, type: PARTIAL }'],
    ['a clock turned back', 'at: 2017-01-21T09:59:59+08:00'],
    ['a day that is not', 'at: 2017-02-29T10:00:00+08:00'],
    ['two moves of the clock', 'at: 2017-01-22T10:00:00+08:00\n    after: PT1H', 1],
    ['no duration', 'after: 2 hours'],
    [
      'a race of two',
      'race: { do: { redeem: { member: wu, store: mart-1, amountFen: 100 }, claim: { campaign: off } }, times: 2 }',
    ],
    ['a race of nobody', 'race: { do: { redeem: { store: mart-1, amountFen: 100 } }, times: 2 }'],
    ['going on while it runs', 'resume: { campaign: off }'],
    ['a card put back that was not lost', 'card: { member: wu, action: REINSTATE }'],
    ['a card thawed that was not frozen', 'card: { member: wu, action: UNFREEZE }'],
    ['a category nobody knows', 'category: { member: wu, code: KING }'],
    ['a level nobody knows', 'category: { member: wu, code: HARDSHIP, level: LIGHT }'],
    ['a category that is over', 'category: { member: wu, code: NEW_FORM, until: 2017-01-20 }'],
    ['a budget that is none', 'budget: { campaign: off, totalFen: 5 }'],
    ['a claim of what is no pack', 'claim: { member: wu, campaign: off }'],
    ['a race for what is no pack', 'race: { do: { claim: { campaign: off } }, members: [ wu ] }'],
  ])('a step with %s is told by its line', async (_what, step, further = 0) => {
    const { lines } = await faultsOf(withSteps('after: PT0S', step));
    expect(lines).toEqual([STEPS + 2 + further]);
  });

  test.each([
    ['a second pause', ['pause: { campaign: off }', 'pause: { campaign: off }']],
    ['going on after the end', ['at: 2017-02-01T00:00:00+08:00', 'resume: { campaign: off }']],
    ['a second end', ['end: { campaign: off }', 'end: { campaign: off }']],
    ['a card cancelled twice', ['card: { member: wu, action: CANCEL }', 'card: { member: wu, action: CANCEL }']],
    [
      'a name given twice',
      [
        'redeem: { as: r, member: wu, store: mart-1, amountFen: 100 }',
        'redeem: { as: r, member: wu, store: mart-1, amountFen: 100 }',
      ],
    ],
    [
      'a capture of a redemption',
      ['redeem: { as: r, member: wu, store: mart-1, amountFen: 100 }', 'capture: { of: r, amountFen: 100 }'],
    ],
    [
      'taking back what was refused',
      ['redeem: { as: r, member: wu, store: mart-1, amountFen: 1 }', 'reverse: { of: r, type: CANCEL }'],
    ],
  ])('%s is told by its line', async (_what, steps) => {
    expect((await faultsOf(withSteps(...steps))).lines).toEqual([STEPS + 2]);
  });

  it('names all that stops a campaign from being published, each by its line', async () => {
    const text = WORLD.replace('label: 减一元', 'label: 困难职工专享')
      .replace('to: 2017-02-01', 'to: 2017-01-21')
      .concat('    budget: { from: line, totalFen: 1001 }\n');
    expect((await faultsOf(text)).lines).toEqual([9, 13, 14]);
  });

  it('names the exact question of an audience', async () => {
    const audience = [
      'audience:',
      '  combinator: and',
      '  rules:',
      '    - field: org',
      '      operator: within',
      '      value: u9',
    ];
    const text = `${WORLD.replace('UNIVERSAL', 'TARGETED')}${audience.map((line) => `    ${line}\n`).join('')}`;
    expect(await faultsOf(text)).toEqual({ lines: [19], message: 'there is no org "u9"' });
    expect((await faultsOf(text.replace('within', 'around'))).lines).toEqual([18]);
    expect(
      (await faultsOf(text.replace('field: org', 'field: category').replace('within', 'has').replace('u9', 'KING')))
        .lines,
    ).toEqual([19]);
  });
});
