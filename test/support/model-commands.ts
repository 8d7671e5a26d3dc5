import * as fc from 'fast-check';

export const MEMBERS = 6;

const member = fc.nat(MEMBERS - 1);
const named = fc.constantFrom(null, 0, 1);
const amount = fc.constantFrom(1, 499, 500, 501, 1_999, 2_000, 3_333, 10_000);
const pick = fc.nat(1_000);
const campaign = fc.constantFrom(0 as const, 1 as const);
/** How many of its goods are listed as items. */
const items = fc.nat(2);
/** What may happen at the tills and in the office, often enough for limits and budgets to be reached. */
export const command = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('redeem' as const), member, named, amount, items }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('burst' as const),
      members: fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 2 }),
      amount,
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('hold' as const), member, named, amount, items }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('replay' as const), pick, other: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('cancel' as const), pick }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('partial' as const), pick, amount }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('partialItems' as const),
      pick,
      which: fc.subarray([0, 1], { minLength: 1 }),
      // Other goods beside the items; null says nothing of the worth.
      moreFen: fc.constantFrom(null, -1, 0, 300),
    }),
  },
  // Most often of what was sent just now, as a till does.
  { weight: 3, arbitrary: fc.record({ do: fc.constant('timeout' as const), pick: fc.oneof(fc.nat(2), pick) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('bury' as const), member, amount }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('capture' as const), pick, amount }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('void' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sweep' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 7, 15, 600, 1_440, 4_400) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pause' as const), campaign }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      campaign,
      to: fc.constantFrom(0 as const, 1 as const, 2 as const),
      moreFen: fc.constantFrom(0, 500),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('budget' as const),
      campaign,
      byFen: fc.constantFrom(-2_000, -300, 400, 5_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('freeze' as const), member }) },
);
export type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;
