import { TerminalKeysService, TerminalsService, MerchantsService } from '../../src/modules/merchants/index.js';
import type { MerchantCaller, OfficerCaller } from '../../src/shared/caller.js';
import { ManualClock } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import { newTillPair } from '../support/till.js';

const officer: OfficerCaller = {
  kind: 'officer',
  loginId: newId(),
  displayName: 'Wang',
  roles: ['CITY_ADMIN'],
  permissions: new Set(),
  scope: ['/city/'],
};
const ownerOf = (merchantId: string): MerchantCaller => ({
  kind: 'merchant',
  loginId: newId(),
  displayName: 'Li',
  role: 'OWNER',
  merchantId,
  storeId: null,
});
const cashierOf = (merchantId: string, storeId: string): MerchantCaller => ({
  ...ownerOf(merchantId),
  role: 'CASHIER',
  storeId,
});

let app: TestApp;
let clock: ManualClock;
let terminals: TerminalsService;
let merchants: MerchantsService;
let addresses = 0;

beforeAll(async () => {
  clock = new ManualClock('2026-11-22T10:00:00+08:00');
  app = await startApp({ clock });
  terminals = app.get(TerminalsService);
  merchants = app.get(MerchantsService);
  for (const id of ['hualian', 'rival']) {
    await merchants.add(officer, { id, name: id, category: 'SUPERMARKET' });
    for (const store of ['north', 'south']) {
      await merchants.addStore(officer, id, {
        id: `${id}-${store}`,
        name: store,
        address: '一路1号',
        openingHours: '09:00-21:00',
      });
    }
  }
});
afterAll(() => app.close());

const codeFor = async (storeId = 'hualian-north') =>
  (await terminals.makeCode(ownerOf('hualian'), { storeId, label: '1号台' })).code;
const enrol = (code: string, pair = newTillPair(), address = `10.0.0.${(addresses += 1)}`) =>
  terminals.enrol(address, { code, publicKey: pair.publicKeyText, proof: pair.proof });
const otherSecret = (code: string) => code.slice(0, -1) + (code.endsWith('Z') ? 'Y' : 'Z');

describe('an enrolment code', () => {
  it('pairs one till with its store, once', async () => {
    const code = await codeFor();
    const enrolled = await enrol(code.toLowerCase());
    expect(enrolled).toMatchObject({ storeId: 'hualian-north', keyId: expect.stringMatching(/^tk_/) });
    await expect(enrol(code)).rejects.toThrow('wrong, used or expired');
  });

  it('used by two tills at the same moment pairs one', async () => {
    const code = await codeFor();
    const both = await Promise.allSettled([enrol(code), enrol(code)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('dies after five wrong tries, from whatever addresses they come', async () => {
    const code = await codeFor();
    for (let at = 0; at < 4; at += 1) await expect(enrol(otherSecret(code))).rejects.toThrow('wrong');
    const survivor = await codeFor();
    for (let at = 0; at < 4; at += 1) await expect(enrol(otherSecret(survivor))).rejects.toThrow('wrong');
    await expect(enrol(otherSecret(code))).rejects.toThrow('wrong');
    await expect(enrol(code)).rejects.toThrow('wrong');
    await expect(enrol(survivor)).resolves.toBeDefined();
  });

  it('ends after ten minutes, to the millisecond', async () => {
    const [early, late] = [await codeFor(), await codeFor()];
    clock.advance(600_000 - 1);
    await expect(enrol(early)).resolves.toBeDefined();
    clock.advance(1);
    await expect(enrol(late)).rejects.toThrow('wrong, used or expired');
  });

  it('is not kept in the clear', async () => {
    const code = (await codeFor()).replace('-', '');
    const rows: { code_hash: Buffer }[] = await app.database.db.query('SELECT * FROM enrolment_code');
    expect(JSON.stringify(rows)).not.toContain(code);
  });

  it('cannot be guessed from one address for long', async () => {
    const answers = [];
    for (let at = 0; at < 11; at += 1)
      answers.push(await enrol('22222222', newTillPair(), '10.9.9.9').catch((error: Error) => error.name));
    expect(answers.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'ENROLMENT_REFUSED'));
    expect(answers[10]).toBe('ENROLMENT_TOO_OFTEN');
  });

  it('needs proof that the till holds the private half, and a key nobody else has', async () => {
    const [one, other] = [newTillPair(), newTillPair()];
    const code = await codeFor();
    await expect(enrol(code, { ...one, proof: other.proof })).rejects.toThrow('public key cannot be used');
    await expect(enrol(code, { ...one, publicKeyText: 'A'.repeat(43) })).rejects.toThrow('public key cannot be used');
    await enrol(code, one);
    await expect(enrol(await codeFor(), one)).rejects.toThrow('public key is in use');
  });
});

describe('a merchant’s people', () => {
  it('pair browsers and make codes only for their own stores', async () => {
    const pair = () => ({ label: '浏览器', publicKey: newTillPair().publicKeyText });
    const cashier = cashierOf('hualian', 'hualian-north');
    await expect(terminals.pairBrowser(cashier, { storeId: 'hualian-north', ...pair() })).resolves.toBeDefined();
    await expect(terminals.pairBrowser(cashier, { storeId: 'hualian-south', ...pair() })).rejects.toThrow(
      'nothing here',
    );
    await expect(
      terminals.pairBrowser(ownerOf('hualian'), { storeId: 'hualian-south', ...pair() }),
    ).resolves.toBeDefined();
    await expect(terminals.pairBrowser(ownerOf('rival'), { storeId: 'hualian-south', ...pair() })).rejects.toThrow(
      'nothing here',
    );
    await expect(terminals.makeCode(ownerOf('rival'), { storeId: 'hualian-south', label: 'x' })).rejects.toThrow(
      'nothing here',
    );
  });

  it('get no scope a browser may not have', async () => {
    const request = { storeId: 'hualian-north', label: '浏览器', publicKey: newTillPair().publicKeyText };
    await expect(
      terminals.pairBrowser(ownerOf('hualian'), { ...request, scopes: ['settle:read', 'void:any'] }),
    ).rejects.toThrow('role');
    const { terminalId } = await terminals.pairBrowser(ownerOf('hualian'), {
      ...request,
      scopes: ['redeem', 'void:any'],
    });
    const { items } = await terminals.list(ownerOf('hualian'));
    expect(items.find(({ id }) => id === terminalId)).toMatchObject({ kind: 'BROWSER', scopes: ['redeem'] });
  });

  it('see and revoke only what is theirs', async () => {
    const { terminalId } = await enrol(await codeFor('hualian-south'));
    const seenBy = async (caller: MerchantCaller) =>
      (await terminals.list(caller)).items.some(({ id }) => id === terminalId);
    expect(await seenBy(ownerOf('hualian'))).toBe(true);
    expect(await seenBy(cashierOf('hualian', 'hualian-north'))).toBe(false);
    expect(await seenBy(ownerOf('rival'))).toBe(false);
    await expect(terminals.revoke(ownerOf('rival'), terminalId)).rejects.toThrow('nothing here');
    await terminals.revoke(ownerOf('hualian'), terminalId);
    expect(await seenBy(ownerOf('hualian'))).toBe(false);
  });

  it('leave a trail of who did what', async () => {
    const caller = ownerOf('hualian');
    const { terminalId } = await terminals.pairBrowser(caller, {
      storeId: 'hualian-north',
      label: 'x',
      publicKey: newTillPair().publicKeyText,
    });
    await terminals.revoke(caller, terminalId);
    const trail = await app.database.db.query(
      `SELECT action, actor_id FROM audit_entry WHERE subject_id = $1 ORDER BY id`,
      [terminalId],
    );
    expect(trail).toEqual([
      { action: 'terminal.paired', actor_id: caller.loginId },
      { action: 'terminal.revoked', actor_id: caller.loginId },
    ]);
  });
});

describe('the keys of a till', () => {
  it('overlap at rotation: two at most, one at least', async () => {
    const keys = app.get(TerminalKeysService);
    const { terminalId, keyId } = await enrol(await codeFor());
    const caller = {
      kind: 'terminal',
      terminalId,
      keyId,
      storeId: 'hualian-north',
      merchantId: 'hualian',
      merchantCategory: 'SUPERMARKET',
      scopes: [],
    } as const;
    const next = () => {
      const { publicKeyText: publicKey, proof } = newTillPair();
      return { publicKey, proof };
    };
    await expect(keys.retire(caller, keyId)).rejects.toThrow('at least one key');
    const added = await keys.add(caller, next());
    await expect(keys.add(caller, next())).rejects.toThrow('Two keys');
    await keys.retire({ ...caller, keyId: added.keyId }, keyId);
    await expect(keys.add(caller, next())).resolves.toBeDefined();
    await expect(keys.retire(caller, keyId)).rejects.toThrow('nothing here');
  });
});

describe('merchants on record', () => {
  it('are added once, in a category and park that exist', async () => {
    const named = (over: object) => ({ id: 'new-one', name: '新店', category: 'PHARMACY', ...over });
    await merchants.add(officer, named({}));
    await expect(merchants.add(officer, named({}))).rejects.toThrow('already');
    await expect(merchants.add(officer, named({ id: 'x', category: 'NOPE' }))).rejects.toThrow('category');
    const store = { name: 's', address: 'a', openingHours: '09:00-21:00' };
    await expect(merchants.addStore(officer, 'new-one', { ...store, parkCode: 'Q' })).rejects.toThrow('park');
    await expect(merchants.addStore(officer, 'nobody', store)).rejects.toThrow('nothing here');
  });

  it('are listed page by page and found by a part of the name, wildcards taken literally', async () => {
    const first = await merchants.list({ limit: 1 });
    const second = await merchants.list({ limit: 100, cursor: first.nextCursor ?? '' });
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect((await merchants.list({ limit: 20, q: '新' })).items).toMatchObject([
      { id: 'new-one', storeCount: 0, categoryName: '药店' },
    ]);
    expect((await merchants.list({ limit: 20, q: '%' })).items).toEqual([]);
  });

  it('tell modules above where their stores are and whether they serve', async () => {
    const stores = () => merchants.stores(app.database.db, { merchantIds: ['rival'], servingOnly: true });
    expect((await stores()).map(({ storeId }) => storeId)).toEqual(['rival-north', 'rival-south']);
    await merchants.change(officer, 'rival', { action: 'SUSPEND', reason: 'test' });
    expect(await stores()).toEqual([]);
    await merchants.change(officer, 'rival', { action: 'RESUME', reason: 'test' });
  });
});
