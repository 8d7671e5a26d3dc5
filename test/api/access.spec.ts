import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import { ACCESS, type Access } from '../../src/platform/http/access.js';
import { startApp, type TestApp } from '../support/app.js';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly access: Access | undefined;
}

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
    expect(apps).toEqual(new Set(['any', 'console', 'merchant', 'pos', 'public', 'worker']));
    expect(routes.length).toBeGreaterThan(50);
  });

  it('has no route that says nothing', () => {
    expect(routes.filter(({ access }) => access === undefined)).toEqual([]);
  });

  it('keeps each app on its own prefix', () => {
    const strange = routes.filter(({ path, access }) => {
      if (access === undefined || access.app === 'public' || access.app === 'any') return false;
      return !path.startsWith(`/${access.app}/v1`);
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

function routesOf({ app }: TestApp): Route[] {
  const scanner = new MetadataScanner();
  const discovery = new DiscoveryService(app.get(ModulesContainer));
  return discovery.getControllers().flatMap(({ instance, metatype }) => {
    if (!instance || !metatype) return [];
    const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
    const base = String(Reflect.getMetadata(PATH_METADATA, metatype) ?? '');
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      if (!handler) return [];
      const method: unknown = Reflect.getMetadata(METHOD_METADATA, handler);
      if (typeof method !== 'number') return [];
      const path = String(Reflect.getMetadata(PATH_METADATA, handler) ?? '');
      const full = `/${[base, path]
        .map((part) => part.replaceAll(/^\/|\/$/g, ''))
        .filter((part) => part !== '')
        .join('/')}`;
      return [
        {
          method: RequestMethod[method] ?? '',
          path: full,
          access: Reflect.getMetadata(ACCESS, handler) as Access | undefined,
        },
      ];
    });
  });
}
