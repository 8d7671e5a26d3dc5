import { Authenticators } from '../../src/platform/http/access.guard.js';
import type { Caller, MerchantCaller, OfficerCaller, Permission } from '../../src/shared/caller.js';
import { newId } from '../../src/shared/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import { newTillPair } from '../support/till.js';

let app: TestApp;
let officer: OfficerCaller;
let person: MerchantCaller;

const officerWith = (...permissions: Permission[]): OfficerCaller => ({
  kind: 'officer',
  loginId: newId(),
  displayName: 'Wang',
  roles: ['CITY_ADMIN'],
  permissions: new Set(permissions),
  scope: ['/city/'],
});
const personOf = (merchantId: string, over: Partial<MerchantCaller> = {}): MerchantCaller => ({
  kind: 'merchant',
  loginId: newId(),
  displayName: 'Li',
  role: 'OWNER',
  merchantId,
  storeId: null,
  ...over,
});

beforeAll(async () => {
  app = await startApp();
  // Who asks is tested with identity; here it is given.
  const given = (caller: () => Caller) => ({ authenticate: () => Promise.resolve(caller()) });
  app.get(Authenticators).register(
    'console',
    given(() => officer),
  );
  app.get(Authenticators).register(
    'merchant',
    given(() => person),
  );
});
afterAll(() => app.close());
beforeEach(() => {
  officer = officerWith('merchants.read', 'merchants.write');
  person = personOf('hualian');
});

type Method = 'GET' | 'POST' | 'DELETE';
const call = (method: Method, url: string, payload?: object) =>
  app.fastify.inject({ method, url, ...(payload ? { payload } : {}) });

describe('merchants in the console', () => {
  it('are added with their stores and shown with their tills', async () => {
    const added = await call('POST', '/console/v1/merchants', {
      id: 'hualian',
      name: '华联超市',
      category: 'SUPERMARKET',
    });
    expect([added.statusCode, added.json()]).toEqual([
      201,
      {
        id: 'hualian',
        name: '华联超市',
        category: 'SUPERMARKET',
        categoryName: '超市',
        state: 'ACTIVE',
        storeCount: 0,
      },
    ]);
    for (const id of ['hualian-1', 'hualian-2']) {
      const store = await call('POST', '/console/v1/merchants/hualian/stores', {
        id,
        name: '八一店',
        address: '八一大道1号',
      });
      expect(store.statusCode).toBe(201);
    }
    const code = await call('POST', '/console/v1/stores/hualian-1/enrolment-codes', { label: '1号台' });
    expect([code.statusCode, code.json()]).toEqual([
      201,
      { code: expect.stringMatching(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/), expiresAt: expect.stringContaining('+08:00') },
    ]);
    const { publicKeyText: publicKey, proof } = newTillPair();
    const enrolled = await call('POST', '/pos/v1/enrolments', {
      code: code.json<{ code: string }>().code,
      publicKey,
      proof,
    });
    const detail = await call('GET', '/console/v1/merchants/hualian');
    expect(detail.json()).toMatchObject({
      storeCount: 2,
      stores: [
        {
          id: 'hualian-1',
          openingHours: '09:00-21:00',
          terminals: [{ id: enrolled.json<{ terminalId: string }>().terminalId, kind: 'POS' }],
        },
        { id: 'hualian-2', terminals: [] },
      ],
    });
    const page = await call('GET', '/console/v1/merchants?q=华联');
    expect(page.json()).toMatchObject({ items: [{ id: 'hualian' }], nextCursor: null });
  });

  it('are refused with a code that says why', async () => {
    const codeOf = async (method: Method, url: string, payload?: object) => {
      const answer = await call(method, url, payload);
      return [answer.statusCode, answer.json<{ code: string }>().code];
    };
    const merchant = { id: 'hualian', name: 'x', category: 'SUPERMARKET' };
    expect(await codeOf('POST', '/console/v1/merchants', merchant)).toEqual([409, 'MERCHANT_EXISTS']);
    expect(await codeOf('POST', '/console/v1/merchants', { ...merchant, role: 'x' })).toEqual([400, 'REQUEST_INVALID']);
    expect(await codeOf('POST', '/console/v1/merchants', { ...merchant, name: 'a\u0000b' })).toEqual([
      400,
      'REQUEST_INVALID',
    ]);
    expect(await codeOf('GET', '/console/v1/merchants?q=%00')).toEqual([400, 'REQUEST_INVALID']);
    expect(await codeOf('GET', '/console/v1/merchants?limit=0')).toEqual([400, 'REQUEST_INVALID']);
    expect(await codeOf('GET', '/console/v1/merchants/nobody')).toEqual([404, 'NOT_FOUND']);
    expect(await codeOf('POST', '/console/v1/stores/nowhere/enrolment-codes', { label: 'x' })).toEqual([
      404,
      'NOT_FOUND',
    ]);
  });

  it('are shown to readers and changed by writers only', async () => {
    officer = officerWith('merchants.read');
    expect((await call('GET', '/console/v1/merchants')).statusCode).toBe(200);
    expect((await call('GET', '/console/v1/merchant-categories')).json<{ items: unknown[] }>().items).toContainEqual({
      code: 'FUEL',
      name: '加油',
    });
    expect((await call('POST', '/console/v1/merchants', { name: 'x', category: 'OTHER' })).statusCode).toBe(403);
    officer = officerWith('members.read');
    expect((await call('GET', '/console/v1/merchants')).statusCode).toBe(403);
  });
});

describe('the merchant’s own pages', () => {
  it('say who is signed in and where', async () => {
    expect((await call('GET', '/merchant/v1/me')).json()).toEqual({
      merchant: { id: 'hualian', name: '华联超市', category: 'SUPERMARKET' },
      store: null,
      stores: [
        { id: 'hualian-1', name: '八一店' },
        { id: 'hualian-2', name: '八一店' },
      ],
      role: 'OWNER',
    });
    person = personOf('hualian', { role: 'CASHIER', storeId: 'hualian-2' });
    expect((await call('GET', '/merchant/v1/me')).json()).toMatchObject({
      store: { id: 'hualian-2', address: '八一大道1号' },
      stores: [{ id: 'hualian-2' }],
      role: 'CASHIER',
    });
  });

  it('make a browser a till and end it again', async () => {
    const request = { storeId: 'hualian-1', label: '浏览器', publicKey: newTillPair().publicKeyText };
    const paired = await call('POST', '/merchant/v1/terminals', request);
    expect([paired.statusCode, paired.json()]).toEqual([
      201,
      {
        terminalId: expect.any(String),
        keyId: expect.stringMatching(/^tk_/),
        storeId: 'hualian-1',
        answerKey: { kid: expect.any(Number), publicKey: expect.any(String) },
      },
    ]);
    const { terminalId } = paired.json<{ terminalId: string }>();
    expect(
      (await call('GET', '/merchant/v1/terminals')).json<{ items: { id: string }[] }>().items.map(({ id }) => id),
    ).toContain(terminalId);
    expect((await call('DELETE', `/merchant/v1/terminals/${terminalId}`)).statusCode).toBe(204);
    expect((await call('POST', '/merchant/v1/terminals', request)).json()).toMatchObject({ code: 'KEY_KNOWN' });
  });

  it('keep cashiers from what is the owner’s', async () => {
    person = personOf('hualian', { role: 'CASHIER', storeId: 'hualian-1' });
    expect((await call('DELETE', '/merchant/v1/terminals/t-1')).statusCode).toBe(403);
    expect((await call('POST', '/merchant/v1/enrolment-codes', { storeId: 'hualian-1', label: 'x' })).statusCode).toBe(
      403,
    );
    const other = { storeId: 'hualian-2', label: 'x', publicKey: newTillPair().publicKeyText };
    expect((await call('POST', '/merchant/v1/terminals', other)).statusCode).toBe(404);
  });
});
