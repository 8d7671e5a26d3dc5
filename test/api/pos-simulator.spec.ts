import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { runSimulator } from '../../src/cli/pos/run.js';
import {
  CardKeys,
  CardsService,
  issuePlasticCode,
  PinsService,
  PlasticService,
  RevocationService,
  signKeyList,
} from '../../src/modules/cards/index.js';
import { rawEd25519PublicKey } from '../../src/platform/crypto/ed25519.js';
import { printCardNo } from '../../src/shared/numbers/card-no.js';
import { startApp, type TestApp } from '../support/app.js';
import { type TestMember, type TestTerminal, World } from '../support/world.js';

const PIN = '739152';

let product: TestApp;
let world: World;
let terminal: TestTerminal;
let member: TestMember;
let dataDir: string;

beforeAll(async () => {
  product = await startApp();
  await product.app.listen(0, '127.0.0.1');
  world = await World.build(product);
  terminal = await world.aTerminal();
  member = await world.aMember();
  dataDir = await mkdtemp(join(tmpdir(), 'simulator-'));
  const keyFile = join(dataDir, 'till.json');
  const code = await issuePlasticCode(product.keyring.passSigner('STATIC', world.now), {
    cardNo: member.cardNo,
    issueNo: 1,
    cardClass: 0,
    fromDay: 0,
    toDay: 60_000,
  });
  const demo = {
    baseUrl: await product.app.getUrl(),
    terminals: [{ id: terminal.terminalId, store: '八一店', keyFile }],
    members: [{ memberNo: '1', phone: member.mobile, cardNo: printCardNo(member.cardNo) }],
    plastic: [{ cardNo: printCardNo(member.cardNo), code, pin: PIN }],
  };
  await writeFile(join(dataDir, 'demo.json'), JSON.stringify(demo));
  const { kid, publicKey } = product.keyring.answerSigner;
  const till = {
    terminalId: terminal.terminalId,
    keyId: terminal.keyId,
    privateKeyPem: terminal.privateKey.export({ format: 'pem', type: 'pkcs8' }),
    answerKey: { kid, publicKey: Buffer.from(publicKey).toString('base64url') },
  };
  await writeFile(keyFile, JSON.stringify(till));
});
afterAll(async () => {
  await product.close();
  await rm(dataDir, { recursive: true });
});

async function run(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const exitCode = await runSimulator(args, dataDir, {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    input: Readable.from([]),
  });
  return { exitCode, out: out.join('\n'), err: err.join('\n') };
}

describe('keys, as the till in the terminal shows them', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const keyOf = (key: KeyObject) => Buffer.from(rawEd25519PublicKey(key)).toString('base64url');
  const root = keyOf(privateKey);
  const sign = () =>
    product.database.transaction((tx) =>
      signKeyList(tx, { keys: product.get(CardKeys).list(), rootKey: privateKey, now: world.now }),
    );

  it('count for nothing without a network until the root has signed them', async () => {
    const shown = await run('keys');
    expect(shown).toMatchObject({ exitCode: 0, err: '' });
    expect(shown.out).toMatch(/^kid +use +from +to +status +offline\n1 +PASS .*ACTIVE +no$/m);
    expect(shown.out).toContain('signed no list yet');
    expect((await run('keys', '--root', root)).exitCode).toBe(1);
  });

  it('are trusted where the list the root signed names them, and the root is the one that was given', async () => {
    await sign();
    const named = await run('keys');
    expect([named.exitCode, named.out]).toEqual([0, expect.stringContaining('signed by the root it names')]);
    const known = await run('keys', '--root', root);
    expect(known.out).toMatch(/PASS .*ACTIVE +yes$/m);
    expect(known.out).toMatch(/STATIC .*ACTIVE +yes$/m);
    expect([known.exitCode, known.out]).toEqual([0, expect.stringContaining('signed by the root this till was given')]);
    const other = await run('keys', '--root', keyOf(generateKeyPairSync('ed25519').publicKey), '--json');
    expect(other.exitCode).toBe(1);
    expect(JSON.parse(other.out)).toMatchObject({ verdict: 'WRONG', trustedKids: [] });
  });

  it('are not trusted that the signed list has with another public key, nor when its text was changed', async () => {
    const change = (what: string) => product.database.transaction((tx) => tx.query(`UPDATE card_key_list SET ${what}`));
    await change(`content = replace(content, '"STATIC"', '"PASS"')`);
    const forged = await run('keys', '--root', root, '--json');
    expect([forged.exitCode, JSON.parse(forged.out)]).toEqual([1, expect.objectContaining({ trustedKids: [] })]);
    await sign();
    const all = JSON.parse((await run('keys', '--json')).out) as { keys: { kid: number }[]; trustedKids: number[] };
    expect(all.trustedKids).toEqual(all.keys.map(({ kid }) => kid));
    await product.database.transaction((tx) =>
      signKeyList(tx, {
        keys: product
          .get(CardKeys)
          .list()
          .map((key) => (key.use === 'PASS' ? { ...key, publicKey: rawEd25519PublicKey(privateKey) } : key)),
        rootKey: privateKey,
        now: world.now,
      }),
    );
    const swapped = JSON.parse((await run('keys', '--root', root, '--json')).out) as typeof all & { verdict: string };
    expect(swapped.verdict).toBe('FITS');
    expect(swapped.trustedKids).toHaveLength(all.keys.length - 1);
  });
});

describe('lists of what counts no longer, as the till in the terminal takes them', () => {
  const lists = () => product.get(RevocationService);
  const kept = () => join(dataDir, 'lists', `${terminal.terminalId}.json`);

  it('come as a full list first and as deltas then, and judge the phone and the plastic of a card', async () => {
    const [lost, gone] = await world.someMembers(2);
    if (!lost || !gone) throw new Error('too few members');
    await lists().makeFull();
    const card = printCardNo(lost.cardNo);
    const first = await run('revocations', '--card', card);
    expect(first).toMatchObject({ exitCode: 0, err: '' });
    expect(first.out).toContain('Full list 1 of ');
    expect(first.out).toContain('gives what it may');
    expect(first.out).toContain(`Card ${card}: its phone code would be taken, its plastic too.`);

    await product.get(PlasticService).act(world.maker, lost.cardId, { action: 'REMAKE', reason: 'left on a bus' });
    await product.get(CardsService).act(world.maker, gone.cardId, 'LOST', 'test');
    await lists().makeDelta();
    const second = await run('revocations', '--card', card);
    expect(second.out).toMatch(/Full list 1 .*\nDelta 2 of .*: 1 cards more, 0 back in use, plastic of 1 more$/m);
    expect(second.out).toContain('its plastic from issue 2 on, earlier ones refused');
    const stopped = await run('revocations', '--card', printCardNo(gone.cardNo), '--json');
    expect(JSON.parse(stopped.out)).toMatchObject({ trust: 'FULL', card: { refused: true, lowestIssueNo: 1 } });
    expect(await run('revocations', '--card', '123')).toMatchObject({ exitCode: 2 });
  });

  it('never go backwards, and none is taken that the answer key did not sign', async () => {
    const change = (what: string) =>
      product.database.transaction((tx) => tx.query(`UPDATE revocation_list SET ${what}`));
    await lists().makeDelta();
    expect((await run('revocations')).out).toContain('Delta 3 of ');
    const before = await readFile(kept(), 'utf8');
    // An older list again, and another one with a byte turned over.
    await product.database.transaction((tx) => tx.query('DELETE FROM revocation_list WHERE number = 3'));
    const older = await run('revocations');
    expect(older).toMatchObject({ exitCode: 1, out: '' });
    expect(older.err).toContain('List 2 is refused');
    await lists().makeDelta();
    await lists().makeDelta();
    await change(`content = set_byte(content, 10, get_byte(content, 10) # 1)`);
    const forged = await run('revocations');
    expect([forged.exitCode, forged.err]).toEqual([1, expect.stringContaining('the answer key did not sign it')]);
    expect(await readFile(kept(), 'utf8')).toBe(before);
    await lists().makeFull();
    expect((await run('revocations', '--json')).exitCode).toBe(0);
  });
});

describe('authorizing with a plastic card in the terminal', () => {
  it('holds union money with the PIN its holder types, and none without', async () => {
    await world.publish({ id: 'union', when: { from: '2021-01-01T00:00:00+08:00', to: '2099-01-01T00:00:00+08:00' } });
    const card = printCardNo(member.cardNo);
    const caller = { kind: 'worker', loginId: world.maker.loginId, memberId: member.memberId } as const;
    await product.get(PinsService).setOwn(caller, { pin: PIN, proof: member.idNumber.slice(-6) });
    const authorize = (...more: string[]) =>
      run('authorize', '--card', card, '--kind', 's', '--amount-fen', '20000', '--json', ...more);
    expect(JSON.parse((await authorize()).out)).toMatchObject({ code: 'NO_BENEFIT' });
    const held = await authorize('--pin', PIN);
    expect([held.exitCode, JSON.parse(held.out)]).toEqual([
      0,
      expect.objectContaining({ code: 'HELD', discountFen: 2_000 }),
    ]);
  });
});
