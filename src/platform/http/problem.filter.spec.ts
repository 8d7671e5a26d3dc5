import { QueryFailedError } from 'typeorm';
import { withinPatience } from '../database/patience.js';
import { isDatabaseAway } from './problem.filter.js';

const withState = (code: string): Error => Object.assign(new Error('x'), { code });
const failed = (driver: Error): Error => new QueryFailedError('SELECT 1', [], driver);

describe('a database that is away', () => {
  it.each([
    ['is what the driver says of one that stands still', new Error('Query read timeout')],
    ['is the same said through TypeORM', failed(new Error('Query read timeout'))],
    ['is a statement that ran into its time limit', failed(withState('57014'))],
    ['is one that shuts down', failed(withState('57P01'))],
    ['is a socket that is refused', withState('ECONNREFUSED')],
  ])('%s', (_what, error) => {
    expect(isDatabaseAway(error)).toBe(true);
  });

  it('is one that lets us wait longer than we are ready to, and not one that answers', async () => {
    const silent = await withinPatience(5, new Promise(() => undefined)).catch((error: unknown) => error);
    expect(isDatabaseAway(silent)).toBe(true);
    expect(await withinPatience(1_000, Promise.resolve('there'))).toBe('there');
  });

  it.each([
    ['a constraint that was broken', failed(withState('23505'))],
    ['a fault of ours', new Error('the row of benefit_epoch is gone')],
  ])('is not %s', (_what, error) => {
    expect(isDatabaseAway(error)).toBe(false);
  });
});
