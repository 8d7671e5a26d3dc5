import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { appModule } from '../../app.module.js';
import { parseConfig } from '../../platform/config/config.js';
import { KeyRotation, type RotatingKeys, type RotationProgress } from '../../platform/crypto/key-rotation.service.js';
import { Keyring } from '../../platform/crypto/keyring.js';
import { NestLogger } from '../../platform/logging/nest-logger.js';
import { setLogLevel } from '../../platform/logging/logger.js';

/** Every process looks into the key folder each second; this is enough for all of them to know the key to come. */
const KNOWN_AFTER_MS = 5_000;
const STEPS = ['all', 'add', 'use', 'work', 'finish', 'status'] as const;
type Step = (typeof STEPS)[number];

type Say = (text: string) => void;

/** Changes the keys of sealed fields or of blind indexes while the product runs; cut anywhere, the same command goes on. */
export async function rotateKeys(keys: string | undefined, step: string | undefined, say: Say): Promise<number> {
  const wanted = STEPS.find((one) => one === (step ?? 'all'));
  if ((keys !== 'fields' && keys !== 'index') || wanted === undefined) {
    process.stderr.write(
      `Say which keys and, if you like, which step: npm run admin -- rotate-keys --keys fields|index [--step ${STEPS.join('|')}]\n`,
    );
    return 2;
  }
  const config = parseConfig(process.env);
  setLogLevel('error');
  const keyring = await Keyring.load(config.KEYS_DIR);
  const app = await NestFactory.createApplicationContext(appModule({ config, keyring, jobs: false }), {
    logger: new NestLogger(),
    abortOnError: false,
  });
  try {
    await take(app.get(KeyRotation), keys, wanted, say);
  } finally {
    await app.close();
  }
  return 0;
}

async function take(rotation: KeyRotation, keys: RotatingKeys, step: Step, say: Say): Promise<void> {
  const work = () => rotation.work((done) => say(`  ${done} rows done`));
  switch (step) {
    case 'add':
      await rotation.add(keys);
      break;
    case 'use':
      await rotation.use(keys);
      break;
    case 'work':
      await work();
      break;
    case 'finish':
      say(`Keys dropped: ${(await rotation.finish(keys)).join(', ') || 'none'}.`);
      break;
    case 'all':
      await all(rotation, keys, work, say);
      break;
    case 'status':
      break;
  }
  for (const progress of await rotation.progress()) say(lineOf(progress));
}

/** Goes on from wherever the last call was cut. Sealed fields take the key first and are sealed anew after, an index the other way round. */
async function all(rotation: KeyRotation, keys: RotatingKeys, work: () => Promise<void>, say: Say): Promise<void> {
  const before = (await rotation.progress()).find((one) => one.keys === keys);
  const halfWay = keys === 'fields' && before?.next === null && before.tables.some(({ left }) => left > 0);
  if (!halfWay) {
    const unfinished = await rotation.unfinished(keys);
    if (unfinished !== null) {
      say(`Nothing to do yet. ${unfinished}`);
      return;
    }
    if (before?.next === null) await rotation.add(keys);
    say('The key to come is in the folder; waiting until every process knows it.');
    await sleep(KNOWN_AFTER_MS);
    if (keys === 'index') await work();
    await rotation.use(keys);
  }
  if (keys === 'fields') await work();
  say(
    'Done. The key before stays until nothing hangs on it: run the step finish later, and keep a copy with the backups of its time.',
  );
}

function lineOf({ keys, current, next, retired, tables }: RotationProgress): string {
  const left = tables.map((one) => `${one.table} ${one.left}`).join(', ');
  return `${keys.padEnd(7)} current ${current}  to come ${next ?? '—'}  retired ${retired.join(', ') || '—'}  rows left: ${left}`;
}
