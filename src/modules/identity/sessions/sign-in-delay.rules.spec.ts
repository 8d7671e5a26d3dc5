import { delaySecondsAfter, networkOf } from './sign-in-delay.rules.js';

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

describe('the network wrong attempts are counted by', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('of %s is %s', (address, network) => expect(networkOf(address)).toBe(network));
});
