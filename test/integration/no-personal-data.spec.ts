import { Redis } from 'ioredis';
import { symbols } from 'pino';
import { logger } from '../../src/platform/logging/logger.js';
import { makeIdNumber } from '../../src/shared/numbers/id-number.js';
import { maskIdNumber, maskPhone } from '../../src/shared/numbers/masks.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { drain } from '../support/drain.js';
import { dumpOf } from '../support/dump.js';
import { PersonalDataLife, type Said } from '../support/personal-data-life.js';
import { redisAvailable, startRedis, type TestRedis } from '../support/redis.js';
import { officerToken, workerToken } from '../support/sign-in.js';
import { Till } from '../support/signed-till.js';
import { World } from '../support/world.js';

const IMPORTED = { idNumber: makeIdNumber('360102', '1991-02-03', 77), phone: '13712345678' };
const REFUSED = { idNumber: '36010219910203077X', phone: '13787654321' };

/** A number as anybody would write it down: as it is, hidden in base64 at each of its three shifts, or as hex. */
function formsOf(text: string): string[] {
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.from('\0'.repeat(shift) + text)
      .toString('base64')
      .replace(/=+$/, '')
      // What stands at the ends depends on the neighbours.
      .slice(shift === 0 ? 0 : 4, -2),
  );
  return [text, ...shifted, Buffer.from(text).toString('hex')];
}

/** What a lived life leaves behind, counted. */
const ENDS = {
  "membership_application WHERE state = 'JOINED'": 1,
  "membership_application WHERE state = 'REFUSED'": 1,
  "membership_application WHERE state = 'PENDING' AND phone_cipher IS NOT NULL": 1,
  "member_transfer WHERE state = 'DONE'": 1,
  "member_withdrawal WHERE state = 'CONFIRMED'": 1,
  "category_case WHERE state = 'APPLIED'": 1,
  "card_production WHERE state = 'PRODUCED'": 1,
  "card_takeover WHERE state = 'DONE'": 1,
  "import_batch WHERE state = 'DONE' AND added_rows = 1": 1,
};

const backends = [['PostgreSQL', false], ...(redisAvailable() ? [['Redis', true] as const] : [])] as const;

describe.each(backends)('a product that works, with its queue on %s (F56)', (_, onRedis) => {
  let redis: TestRedis | null = null;
  let database: TestDatabase;
  let product: TestApp;
  let world: World;
  const lines: string[] = [];
  const secrets: string[] = [];
  const answers: Said[] = [];
  const level = logger.level;
  const log = logger as unknown as Record<symbol, { write(line: string): void }>;
  const printer = log[symbols.streamSym];

  beforeAll(async () => {
    redis = onRedis ? await startRedis() : null;
    database = await freshDatabase();
    // Every line of the log at its most talkative is kept instead of printed.
    log[symbols.streamSym] = { write: (line) => lines.push(line) };
    product = await startApp({
      database,
      jobs: true,
      config: { LOG_LEVEL: 'trace', ...(redis ? { REDIS_URL: redis.url } : {}) },
    });
    logger.level = 'trace';
    world = await World.build(product);
  });
  afterAll(async () => {
    if (printer) log[symbols.streamSym] = printer;
    logger.level = level;
    await product.close();
    await database.drop();
    await redis?.stop();
  });

  /** One of everything that meets a person's numbers. */
  async function live(): Promise<void> {
    const member = await world.aMember({ name: '司马无痕' });
    secrets.push(member.idNumber, member.mobile, IMPORTED.idNumber, IMPORTED.phone, REFUSED.idNumber, REFUSED.phone);
    const admin = await officerToken(product, 'CITY_ADMIN', 'city');
    const call = (method: 'GET' | 'POST', url: string, payload?: object | string, type = 'application/json') =>
      product.fastify.inject({
        method,
        url,
        headers: { authorization: `Bearer ${admin}`, ...(payload === undefined ? {} : { 'content-type': type }) },
        ...(payload === undefined ? {} : { payload }),
      });

    const rows = [IMPORTED, REFUSED].map(({ idNumber, phone }) => `王大宝,${idNumber},${phone},,,,`).join('\n');
    const csv = `姓名,身份证号,手机号,性别,入会日期,统一社会信用代码,工会\n${rows}\n`;
    const part = (name: string, value: string, file = '') =>
      `--b\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
    const body = `${part('orgId', 'u1')}${part('file', csv, '; filename="r.csv"')}--b--\r\n`;
    expect(
      (await call('POST', '/console/v1/members/imports', body, 'multipart/form-data; boundary=b')).statusCode,
    ).toBe(202);
    await drain(product);

    for (const q of secrets) await call('GET', `/console/v1/members?q=${encodeURIComponent(q)}`);
    await call('POST', `/console/v1/members/${member.memberId}/reveal`, { purpose: '核对身份信息' });
    await call('POST', `/console/v1/members/${member.memberId}/categories`, { code: 'MIGRANT', basis: '劳动合同' });

    const worker = await workerToken(product, member.mobile);
    for (const phone of [member.mobile, '13700000000', '1371234567'])
      await product.fastify.inject({
        method: 'POST',
        url: '/auth/v1/otp',
        payload: { phone, device: 'test-device-0123456789' },
      });
    const as = (method: 'GET' | 'POST', url: string, payload?: object) =>
      product.fastify.inject({
        method,
        url,
        headers: { authorization: `Bearer ${worker}` },
        ...(payload ? { payload } : {}),
      });
    await as('POST', '/worker/v1/my-data/exports', {});
    await as('POST', '/worker/v1/card/device', { publicKey: 'x', proof: member.idNumber.slice(-6), hardware: true });

    const id = await world.publish({
      when: {
        from: new Date(Date.now() - 86_400_000).toISOString(),
        to: new Date(Date.now() + 86_400_000).toISOString(),
      },
      limits: [{ per: 'MEMBER', period: 'DAY', times: 1 }],
    });
    const till = new Till(world, await world.aTerminal());
    for (let time = 0; time < 2; time += 1)
      await till.redeem({ code: member.phone.show(world.now), amountFen: 15_800, benefit: id });
    await drain(product);
    await as('GET', '/worker/v1/my-data/looks');
  }

  const ends = async (): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (const what of Object.keys(ENDS)) {
      const [table = '', where] = what.split(' WHERE ');
      counts[what] = await world.count(table, where);
    }
    return counts;
  };

  const offending = (where: string, text: string): string[] =>
    secrets.flatMap((secret) =>
      formsOf(secret).flatMap((form, at) =>
        text.toLowerCase().includes(form.toLowerCase()) ? [`${where}: ${at} of ${secret}`] : [],
      ),
    );

  it('leaves no ID number and no phone in its database, its queue, its log or its answers to strangers', async () => {
    await live();
    const more = new PersonalDataLife(product, world);
    await more.live();
    secrets.push(...more.secrets);
    answers.push(...more.answers);
    // What was to be done was done to its end, and refusals are among the answers.
    expect(await ends()).toEqual(ENDS);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 201, 202, 204, 400, 409, 422]));
    for (const { what, body } of answers) expect(offending(what, body)).toEqual([]);
    const dump = await dumpOf(database.superuserUrl);
    expect(dump.length).toBeGreaterThan(10_000);
    expect(offending('database', dump)).toEqual([]);
    expect(offending('redis', redis ? await redisDump(redis.url) : '')).toEqual([]);
    expect(lines.length).toBeGreaterThan(3);
    expect(offending('log', lines.join('\n'))).toEqual([]);
  });

  it('shows masks that hide what they should', () => {
    for (const secret of secrets) {
      const masked = secret.length === 11 ? maskPhone(secret) : maskIdNumber(secret);
      expect(offending('mask', masked)).toEqual([]);
      expect(masked).toMatch(/\*{4}/);
    }
  });

  it('keeps surrogates only in the trail, in decisions, in events and in stored answers', async () => {
    const names = ['司马无痕', '王大宝', '司马', '令狐'];
    const rows: { text: string }[] = await product.database.db.query(
      `SELECT detail::text AS text FROM audit_entry UNION ALL SELECT decision::text FROM redemption
       UNION ALL SELECT payload::text FROM outbox UNION ALL SELECT detail::text FROM alert`,
    );
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter(({ text }) => names.some((name) => text?.includes(name)))).toEqual([]);
    // A stored answer is what the till was told: a masked surname at most.
    const answers: { text: string }[] = await product.database.db.query(
      'SELECT outcome::text AS text FROM idempotency_key WHERE outcome IS NOT NULL',
    );
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.filter(({ text }) => text.includes('司马无痕'))).toEqual([]);
  });
});

async function redisDump(url: string): Promise<string> {
  const redis = new Redis(url);
  try {
    const parts: string[] = [];
    for (const key of await redis.keys('*')) {
      const type = await redis.type(key);
      if (type === 'hash') parts.push(JSON.stringify(await redis.hgetall(key)));
      else if (type === 'stream') parts.push(JSON.stringify(await redis.xrange(key, '-', '+')));
      else if (type === 'list') parts.push(...(await redis.lrange(key, 0, -1)));
      else if (type === 'zset') parts.push(...(await redis.zrange(key, 0, -1)));
      else if (type === 'set') parts.push(...(await redis.smembers(key)));
      else if (type === 'string') parts.push((await redis.get(key)) ?? '');
    }
    return parts.join('\n');
  } finally {
    await redis.quit();
  }
}
