const { default: Sequencer } = require('@jest/test-sequencer');

/** What runs for a minute and more. Where no earlier run told how long files take, Jest begins with the largest; these are small. */
const LONG = [
  'test/integration/model.spec.ts',
  'test/integration/budget-property.spec.ts',
  'test/integration/holdings-model.spec.ts',
  'test/integration/jobs-killed.spec.ts',
  'test/integration/import-scale.spec.ts',
  'test/integration/demo.spec.ts',
];

const isLong = ({ path }) => LONG.some((file) => path.endsWith(file));

/** Jest's order with the longest files before all others, so that none of them is left over at the end with a core idle beside it. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
};
