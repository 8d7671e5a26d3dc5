import { createServer } from 'node:net';
import { EmbeddedError } from './embedded-error.js';

const HOST = '127.0.0.1';

/** A port nobody listens on at this moment; with `wanted`, that one or an error that says it is taken. */
export function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () =>
      reject(
        new EmbeddedError(
          'port-busy',
          `Port ${wanted} on ${HOST} is taken: end the program that uses it or choose another port for the database.`,
        ),
      ),
    );
    probe.listen({ host: HOST, port: wanted, exclusive: true }, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : wanted;
      probe.close(() => resolve(port));
    });
  });
}
