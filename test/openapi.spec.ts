import { startApp, type TestApp } from './support/app.js';

interface Operation {
  readonly responses: Record<string, { content?: Record<string, unknown> }>;
  readonly security?: unknown[];
}

describe('the OpenAPI document', () => {
  let product: TestApp;
  let document: {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, unknown> };
  };

  beforeAll(async () => {
    product = await startApp();
    const answer = await product.fastify.inject({ url: '/openapi.json' });
    document = answer.json();
  });
  afterAll(() => product.close());

  it('is version 3.1', () => {
    expect(document.openapi).toMatch(/^3\.1/);
  });

  it('describes an answer for every operation', () => {
    const silent = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(
          ([, operation]) =>
            !Object.entries(operation.responses).some(
              ([status, { content }]) => status === '204' || (status.startsWith('2') && content !== undefined),
            ),
        )
        .map(([method]) => `${method.toUpperCase()} ${path}`),
    );
    expect(silent).toEqual([]);
  });

  it('serves every app under its own versioned prefix', () => {
    const strange = Object.keys(document.paths).filter(
      (path) => !/^\/(auth|worker|merchant|console|pos)\/v1(\/|$)|^\/(health|ready)$/.test(path),
    );
    expect(strange).toEqual([]);
  });

  it('says how callers of protected routes prove who they are', () => {
    const open = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([, operation]) => (operation.security ?? []).length === 0)
        .map(([method]) => `${method.toUpperCase()} ${path}`),
    );
    expect(open.toSorted()).toEqual([
      'GET /health',
      'GET /pos/v1/time',
      'GET /ready',
      'GET /worker/v1/public-notices',
      'POST /auth/v1/activation',
      'POST /auth/v1/activation/open',
      'POST /auth/v1/login',
      'POST /auth/v1/logout',
      'POST /auth/v1/otp',
      'POST /auth/v1/otp/verify',
      'POST /auth/v1/refresh',
      'POST /pos/v1/enrolments',
    ]);
  });
});
