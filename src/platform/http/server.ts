import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fastifyMultipart from '@fastify/multipart';
import {
  type INestApplication,
  StandardSchemaSerializerInterceptor,
  type Type,
  type DynamicModule,
} from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { Clock } from '../../shared/clock.js';
import type { Config } from '../config/config.js';
import { logger, setLogLevel } from '../logging/logger.js';
import { NestLogger } from '../logging/nest-logger.js';
import type { CallerRequest } from './access.js';
import { requestSeconds } from './metrics.js';
import { servePages } from './pages.js';
import { ProblemFilter } from './problem.filter.js';
import { validationPipe } from './validation.pipe.js';

const BODY_MAX_BYTES = 256 * 1024;
/** Longer than any load balancer keeps an idle connection, so that it is the one to close it. */
const KEEP_ALIVE_MS = 75_000;

/** Builds the api process's HTTP side: filter, pipe, guard, logs, documents, pages. It does not listen yet. */
export async function createHttpApp(
  root: Type | DynamicModule,
  config: Config,
  pagesFolder: string | null,
): Promise<NestFastifyApplication> {
  setLogLevel(config.LOG_LEVEL);
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_MAX_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MS,
    trustProxy: config.TRUST_PROXY,
    genReqId: () => randomUUID(),
    ...tlsOptions(config),
  });
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: new NestLogger(),
    rawBody: true,
    abortOnError: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  logRequests(fastify);
  await fastify.register(fastifyMultipart, { limits: { fileSize: config.IMPORT_MAX_BYTES, files: 1, fields: 10 } });
  if (pagesFolder !== null) await servePages(fastify, pagesFolder);
  app.useGlobalPipes(validationPipe());
  app.useGlobalInterceptors(new StandardSchemaSerializerInterceptor(app.get(Reflector)));
  app.useGlobalFilters(new ProblemFilter(app.get(Clock)));
  SwaggerModule.setup('docs', app, () => openApiOf(app), {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'Worker card API',
  });
  return app;
}

/** The OpenAPI 3.1 document, generated from the routes and their schemas. */
export function openApiOf(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Nanchang Worker Card')
    .setDescription(
      'One API for four kinds of callers. Money is fen, time is RFC 3339 with +08:00, every refusal is application/problem+json with a stable code.',
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', 'this server')
    .addBearerAuth()
    .addApiKey(
      {
        type: 'apiKey',
        in: 'header',
        name: 'Authorization',
        description: 'UCARD1-ED25519 key="tk_…", ts="…", nonce="…", sig="…"',
      },
      'terminal',
    );
  return SwaggerModule.createDocument(app, builder.setOpenAPIVersion('3.1.0').build());
}

function tlsOptions(config: Config): { https?: { cert: Buffer; key: Buffer } } {
  if (!config.TLS_CERT_FILE || !config.TLS_KEY_FILE) return {};
  return { https: { cert: readFileSync(config.TLS_CERT_FILE), key: readFileSync(config.TLS_KEY_FILE) } };
}

/** One line a request: who, where, outcome, milliseconds; never a body, a query or a code. */
function logRequests(fastify: FastifyInstance): void {
  fastify.addHook('onSend', async (_request, reply, payload) => {
    if (!reply.hasHeader('Cache-Control'))
      reply.headers({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
    return payload;
  });
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    requestSeconds.observe(
      { method: request.method, route, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
    const caller = (request as CallerRequest).caller;
    const level = reply.statusCode >= 500 ? 'error' : 'info';
    logger[level]({
      requestId: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      caller:
        caller === undefined
          ? undefined
          : `${caller.kind}:${caller.kind === 'terminal' ? caller.terminalId : caller.loginId}`,
    });
  });
}
