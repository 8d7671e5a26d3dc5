// The jobs process as production runs it, with a /ready of its own so that the bench knows when to begin.
import http from 'node:http';

process.send = () => {
  http
    .createServer((_request, answer) => answer.end('ok'))
    .listen(Number(process.env.PORT), '127.0.0.1')
    .unref();
  return true;
};
await import('../../dist/src/main.jobs.js');
