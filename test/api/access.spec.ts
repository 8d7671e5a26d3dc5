import { startApp, type TestApp } from '../support/app.js';
import { type Route, routesOf } from '../support/routes.js';

describe('who may call what', () => {
  let product: TestApp;
  let routes: Route[];

  beforeAll(async () => {
    product = await startApp();
    routes = routesOf(product);
  });
  afterAll(() => product.close());

  it('finds the routes of every app', () => {
    const apps = new Set(routes.map(({ access }) => access?.app));
    expect(apps).toEqual(new Set(['any', 'applicant', 'console', 'merchant', 'pos', 'public', 'worker']));
    expect(routes.length).toBeGreaterThan(50);
  });

  it('has no route that says nothing', () => {
    expect(routes.filter(({ access }) => access === undefined)).toEqual([]);
  });

  it('keeps each app on its own prefix', () => {
    const strange = routes.filter(({ path, access }) => {
      if (access === undefined || access.app === 'public' || access.app === 'any') return false;
      // Who applies to join does so in the workers' app.
      return !path.startsWith(`/${access.app === 'applicant' ? 'worker' : access.app}/v1`);
    });
    expect(strange).toEqual([]);
  });

  it('refuses every protected route without a caller, with 401 and nothing else', async () => {
    const open: string[] = [];
    for (const { method, path, access } of routes) {
      if (access?.app === 'public') continue;
      const answer = await product.fastify.inject({
        method: method as 'GET',
        url: fill(path),
        ...(method === 'GET' ? {} : { payload: {} }),
      });
      if (answer.statusCode !== 401) open.push(`${method} ${path} → ${answer.statusCode}`);
    }
    expect(open).toEqual([]);
  });

  it('refuses a token that is not ours on every protected route', async () => {
    const forged = `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"x"}').toString('base64url')}.`;
    const open: string[] = [];
    for (const { method, path, access } of routes) {
      if (access?.app === 'public') continue;
      const answer = await product.fastify.inject({
        method: method as 'GET',
        url: fill(path),
        headers: { authorization: forged },
        ...(method === 'GET' ? {} : { payload: {} }),
      });
      if (answer.statusCode !== 401) open.push(`${method} ${path} → ${answer.statusCode}`);
    }
    expect(open).toEqual([]);
  });
});

const fill = (path: string): string => path.replaceAll(/:[A-Za-z]+/g, '0198c0de-0000-7000-8000-000000000000');
