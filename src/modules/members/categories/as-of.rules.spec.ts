import { heldOn } from './as-of.rules.js';

const fact = (version: number, given: Partial<Parameters<typeof heldOn>[0][number]> = {}) => ({
  entryId: 'e1',
  version,
  fromOn: '2026-05-01',
  untilOn: '2027-04-30',
  held: true,
  ...given,
});

test('an entry holds from its first to its last day', () => {
  const days = ['2026-04-30', '2026-05-01', '2027-04-30', '2027-05-01'];
  expect(days.map((on) => heldOn([fact(1)], on).length)).toEqual([0, 1, 1, 0]);
});

test('only the latest version counts, in whatever order they come', () => {
  const facts = [fact(2, { untilOn: '2026-06-30' }), fact(1)];
  expect(heldOn(facts, '2026-06-30').map(({ version }) => version)).toEqual([2]);
  expect(heldOn(facts, '2026-07-01')).toEqual([]);
});

test('what was taken back as never having been holds on no day', () => {
  expect(heldOn([fact(1), fact(2, { held: false })], '2026-05-01')).toEqual([]);
});

test('without a last day it holds on', () => {
  expect(
    heldOn([fact(1, { untilOn: null }), fact(1, { entryId: 'e2' })], '2040-01-01').map(({ entryId }) => entryId),
  ).toEqual(['e1']);
});
