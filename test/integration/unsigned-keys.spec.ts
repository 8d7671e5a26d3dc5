import { generateKeyPairSync } from 'node:crypto';
import { AlertsService } from '../../src/modules/audit/index.js';
import { CardKeys, KeysService, signKeyList } from '../../src/modules/cards/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { World } from '../support/world.js';

const clock = new ManualClock('2021-01-21T10:00:00+08:00');

describe('a key the root has not signed', () => {
  let product: TestApp;
  let world: World;

  beforeAll(async () => {
    product = await startApp({ clock });
    world = await World.build(product);
  });
  afterAll(() => product.close());

  const rootKey = generateKeyPairSync('ed25519').privateKey;
  const rotate = () => product.get(KeysService).rotate();
  const sign = async (): Promise<void> => {
    const keys = product.get(CardKeys);
    await keys.read();
    const list = { keys: keys.list(), rootKey, now: clock.now() };
    await product.database.transaction((tx) => signKeyList(tx, list));
  };
  const told = async (): Promise<string[]> => {
    const all = await product.get(AlertsService).list(world.maker);
    return all.filter(({ subjectKind }) => subjectKind === 'card-key').map(({ subjectId }) => subjectId);
  };

  it('is told to the city days before a till can meet it, and once', async () => {
    await rotate();
    await sign();
    clock.set('2021-03-05T10:00:00+08:00');
    await rotate();
    expect(await told()).toEqual([]);
    clock.set('2021-04-20T10:00:00+08:00');
    for (let time = 0; time < 2; time += 1) await rotate();
    const coming = product
      .get(CardKeys)
      .list()
      .filter(({ from }) => from.getTime() === Date.parse('2021-05-01T00:00:00+08:00'));
    expect((await told()).toSorted()).toEqual(coming.map(({ kid }) => String(kid)).toSorted());
    expect(coming).toHaveLength(2);
  });

  it('is told no more once the root has signed it', async () => {
    await sign();
    await rotate();
    expect(await told()).toEqual([]);
  });
});
