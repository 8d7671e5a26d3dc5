import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { runSimulator } from '../../src/cli/pos/run.js';
import { rawEd25519PublicKey } from '../../src/platform/crypto/ed25519.js';
import { buildPass, decodeCode, signPass } from '../../src/shared/code/phone-code.js';
import { printCardNo } from '../../src/shared/numbers/card-no.js';
import { answerText, parseAuthorization, sha256Hex } from '../../src/shared/pos-signature.js';

interface Step {
  readonly status: number;
  readonly body: object;
  readonly signed?: boolean;
  /** Hangs up instead of answering. */
  readonly lost?: boolean;
}

const platform = generateKeyPairSync('ed25519');
const till = generateKeyPairSync('ed25519');
const phone = generateKeyPairSync('ed25519');
const cardNo = printCardNo(7);

let dataDir: string;
let server: Server;
let steps: Step[];
let seen: { key: string | undefined; nonce: string; url: string }[];

const pem = (key: typeof till) => key.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

beforeEach(async () => {
  [steps, seen] = [[], []];
  // A platform that fails on purpose, which the real one does not do when asked.
  server = createServer((request, response) => {
    void answer(request).then((prepared) => {
      if (prepared === null) request.socket.destroy();
      else response.writeHead(prepared.status, prepared.headers).end(prepared.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  dataDir = await mkdtemp(join(tmpdir(), 'till-'));
  await mkdir(join(dataDir, 'phones'));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const keyFile = join(dataDir, 'till.json');
  const demo = {
    baseUrl: `http://127.0.0.1:${port}`,
    logins: [],
    terminals: [{ id: 't-1', store: '八一店', keyFile }],
    members: [{ memberNo: '1', phone: '13800000000', cardNo, categories: [] }],
  };
  await writeFile(join(dataDir, 'demo.json'), JSON.stringify(demo));
  const answerKey = { kid: 3, publicKey: Buffer.from(rawEd25519PublicKey(platform.publicKey)).toString('base64url') };
  await writeFile(
    keyFile,
    JSON.stringify({ terminalId: 't-1', keyId: 'tk_abcdef', privateKeyPem: pem(till), answerKey }),
  );
  await writePhone(Math.floor(Date.now() / 60_000));
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(dataDir, { recursive: true });
});

async function writePhone(notBeforeMinutes: number): Promise<void> {
  const body = buildPass({
    suite: 0,
    kid: 1,
    cardNo: 7,
    notBeforeMinutes,
    lifeMinutes: 4_320,
    deviceSlot: 1,
    offlineClass: 0,
    offlineCap: 0,
    policyEpoch: 1,
    devicePublicKey: rawEd25519PublicKey(phone.publicKey),
  });
  const pass = Buffer.from(signPass(body, new Uint8Array(64))).toString('base64url');
  const content = { cardNo, slot: 1, privateKeyPem: pem(phone), pass, counter: 4 };
  await writeFile(join(dataDir, 'phones', `${cardNo}.json`), JSON.stringify(content));
}

async function answer(request: IncomingMessage) {
  const nonce = parseAuthorization(request.headers.authorization)?.nonce ?? '';
  seen.push({ key: request.headers['idempotency-key']?.toString(), nonce, url: request.url ?? '' });
  const step = steps.shift() ?? { status: 404, body: {} };
  if (step.lost === true) return null;
  const body = JSON.stringify(step.body);
  const [ts, bodyHash] = [Math.floor(Date.now() / 1000), await sha256Hex(Buffer.from(body))];
  const signature = sign(
    null,
    Buffer.from(answerText({ status: step.status, ts, nonce, bodyHash })),
    platform.privateKey,
  );
  const headers = {
    'UCard-Answer-Key': '3',
    'UCard-Answer-Timestamp': String(ts),
    'UCard-Answer-Signature': signature.toString('base64url'),
  };
  return { status: step.status, body, headers: step.signed === false ? {} : headers };
}

async function run(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const exitCode = await runSimulator(args, dataDir, {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    input: Readable.from(['123']),
  });
  return { exitCode, out: out.join('\n'), err: err.join('\n') };
}

const redeemed = {
  code: 'REDEEMED',
  redemptionId: 'r-1',
  state: 'REDEEMED',
  holder: '王**',
  ticketNo: 'T-1',
  amountFen: 15_800,
  discountFen: 2_000,
  payableFen: 13_800,
  applied: [{ campaignId: 'spring', label: '满158减20', discountFen: 2_000 }],
  shares: { UNION: 1_500, MERCHANT: 500 },
  occurredAt: '2026-11-22T10:00:00+08:00',
  reversibleUntil: '2026-11-22T22:00:00+08:00',
  receiptText: 'x',
  cashierMessage: '已优惠20元',
};
const redeem = (...more: string[]) => run('redeem', '--code', '123', '--amount-fen', '15800', ...more);

describe('the till in the terminal', () => {
  it('prints a receipt, or the answer alone for scripts', async () => {
    steps = [
      { status: 201, body: redeemed },
      { status: 201, body: redeemed },
    ];
    const receipt = await redeem();
    expect(receipt.exitCode).toBe(0);
    for (const part of ['八一店', '王**', '满158减20', '-¥20.00', '¥138.00', '¥15.00', '已优惠20元', 'r-1'])
      expect(receipt.out).toContain(part);
    const json = await redeem('--json');
    expect(JSON.parse(json.out)).toEqual(redeemed);
  });

  it('repeats with the same key and a new nonce when the answer was lost or the platform broke', async () => {
    steps = [
      { status: 0, body: {}, lost: true },
      { status: 500, body: {} },
      { status: 201, body: redeemed },
    ];
    const result = await redeem('--key', 'k-1');
    expect(result.exitCode).toBe(0);
    expect(seen.map(({ key }) => key)).toEqual(['k-1', 'k-1', 'k-1']);
    expect(new Set(seen.map(({ nonce }) => nonce)).size).toBe(3);
  });

  it('says how to learn the outcome when no answer comes at all', async () => {
    steps = Array.from({ length: 4 }, () => ({ status: 503, body: {} }));
    const result = await redeem('--key', 'k-1');
    expect(result).toMatchObject({ exitCode: 1, out: '' });
    expect(result.err).toContain('find --key k-1');
  });

  it('does not believe a success that is not signed', async () => {
    steps = [{ status: 201, body: redeemed, signed: false }];
    const result = await redeem();
    expect(result).toMatchObject({ exitCode: 1, out: '' });
    expect(result.err).toContain('forged');
  });

  it('shows what the cashier reads when the platform says no', async () => {
    steps = [
      {
        status: 409,
        body: {
          code: 'NO_BENEFIT',
          cashierMessage: '本单暂无可用优惠',
          left: [{ label: '满200减20', reason: 'BELOW_MINIMUM', hint: { text: '还差 42.00 元' } }],
        },
      },
    ];
    const result = await redeem();
    expect(result.exitCode).toBe(1);
    expect(result.out).toContain('本单暂无可用优惠');
    expect(result.out).toContain('满200减20：还差 42.00 元');
  });

  it('puts its clock right when the platform says it is wrong', async () => {
    const serverTime = new Date(Date.now() + 3_600_000).toISOString();
    steps = [
      { status: 401, body: { code: 'CLOCK_SKEW', serverTime } },
      { status: 201, body: redeemed },
    ];
    expect((await redeem()).exitCode).toBe(0);
  });

  it('refuses a wrong command with one sentence', async () => {
    expect(await run('pay')).toMatchObject({ exitCode: 2, out: '' });
    expect(await run('list', '--terminal', 't-9')).toMatchObject({ exitCode: 2 });
    expect((await run('help')).out).toContain('redeem');
  });
});

describe('a demo phone', () => {
  const stored = async () => {
    const content: unknown = JSON.parse(await readFile(join(dataDir, 'phones', `${cardNo}.json`), 'utf8'));
    return z.object({ counter: z.int(), pass: z.string() }).parse(content);
  };

  it('shows a code that can be read, and stores its count first', async () => {
    const shown = await run('code', '--card', cardNo);
    expect(shown.exitCode).toBe(0);
    const decoded = decodeCode(shown.out);
    if (!decoded.readable) throw new Error('not readable');
    expect(decoded.code.pass.cardNo).toBe(7);
    expect(await stored()).toMatchObject({ counter: decoded.code.tap.ctr });
  });

  it('never shows one count twice, even to simulators that run at once', async () => {
    const shown = await Promise.all(Array.from({ length: 4 }, () => run('code', '--card', cardNo)));
    expect(new Set(shown.map(({ out }) => out)).size).toBe(4);
  });

  it('says so when the card is bound elsewhere', async () => {
    steps = [{ status: 409, body: { code: 'DEVICE_REPLACED' } }];
    expect(await run('code', '--card', cardNo)).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('another phone'),
    });
    expect(await run('code', '--card', printCardNo(8))).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('another phone'),
    });
    expect(await run('code', '--card', '123')).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('card number'),
    });
  });

  it('renews its pass below 48 hours, and works on with the old one when that fails', async () => {
    const old = Math.floor(Date.now() / 60_000) - 25 * 60;
    await writePhone(old);
    steps = [{ status: 429, body: { code: 'OTP_TOO_OFTEN' } }];
    expect((await run('quote', '--card', cardNo, '--amount-fen', '100')).exitCode).toBe(1);
    expect(seen.map(({ url }) => url)).toEqual(['/auth/v1/otp', '/pos/v1/quotes']);
    const { pass } = await stored();
    seen = [];
    steps = [
      { status: 200, body: { challengeId: 'c', demoCode: '123456' } },
      { status: 200, body: { accessToken: 'token' } },
      { status: 200, body: { pass } },
    ];
    await run('quote', '--card', cardNo, '--amount-fen', '100');
    expect(seen.map(({ url }) => url)).toEqual([
      '/auth/v1/otp',
      '/auth/v1/otp/verify',
      '/worker/v1/card/pass',
      '/pos/v1/quotes',
    ]);
  });
});
