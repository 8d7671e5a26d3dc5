import { delaySecondsAfter } from './sign-in-delay.rules.js';

describe('how long a wrong password makes one wait', () => {
  it.each([
    [0, 0],
    [1, 0],
    [2, 0],
    [3, 2],
    [4, 4],
    [5, 8],
    [11, 512],
    [12, 900],
    [10_000, 900],
  ])('after %i wrong attempts, %i seconds', (failures, seconds) => expect(delaySecondsAfter(failures)).toBe(seconds));
});
