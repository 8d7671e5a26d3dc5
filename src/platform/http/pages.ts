import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { commonErrors } from '../../shared/errors.js';
import { problemOf } from './problem.filter.js';

export const PAGE_APPS = ['worker', 'merchant', 'console'] as const;

/** Scripts and data only from ourselves; styles inline because the component library writes them; wasm for the scanner. */
const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  // Nothing here is for search engines, least of all what is posted for a few days.
  'X-Robots-Tag': 'noindex, nofollow, noarchive',
  'Permissions-Policy': 'camera=(self), screen-wake-lock=(self), geolocation=(self)',
};

/**
 * Serves the three page apps. Any address below an app's name shows the app, except its API (`/worker/v1/…`), which a page never
 * answers for; files have hashed names and may be kept for a year, the pages themselves are asked for each time.
 */
export async function servePages(fastify: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  await fastify.register(fastifyStatic, { root: folder, serve: false });
  const headers = (reply: FastifyReply, cacheControl: string) =>
    reply.headers({ ...PAGE_HEADERS, 'Cache-Control': cacheControl });
  fastify.get('/', (_request, reply) => reply.redirect('/worker/'));
  fastify.get('/assets/*', (request, reply) =>
    headers(reply, 'public, max-age=31536000, immutable').sendFile(`assets/${wildcardOf(request)}`, {
      cacheControl: false,
    }),
  );
  for (const app of PAGE_APPS) {
    const page = (request: FastifyRequest, reply: FastifyReply) => {
      const rest = wildcardOf(request);
      if (rest === 'v1' || rest.startsWith('v1/')) return notFound(reply);
      const isFile = /\.[a-z0-9]{2,12}$/.test(rest);
      if (isFile && !existsSync(join(folder, app, rest))) return notFound(reply);
      return headers(reply, 'no-cache').sendFile(isFile ? `${app}/${rest}` : `${app}/index.html`, {
        cacheControl: false,
      });
    };
    fastify.get(`/${app}`, (_request, reply) => reply.redirect(`/${app}/`));
    fastify.get(`/${app}/*`, page);
  }
}

function wildcardOf(request: FastifyRequest): string {
  return (request.params as { '*'?: string })['*'] ?? '';
}

function notFound(reply: FastifyReply): FastifyReply {
  const problem = problemOf(commonErrors.NOT_FOUND, { detail: 'There is no such address.' });
  return reply
    .status(problem.status)
    .header('Content-Type', 'application/problem+json; charset=utf-8')
    .send(problem.body);
}
