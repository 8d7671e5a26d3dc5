import { createServer } from 'node:net';
import { StartError } from './step.js';

/** @throws StartError when something else listens on the port, or the address is not ours */
export async function requireFreePort(host: string, port: number): Promise<void> {
  if (port === 0) return;
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new StartError(sentence(error.code ?? '', host, port))),
    );
    server.listen(port, host, () => server.close(() => resolve()));
  });
}

function sentence(code: string, host: string, port: number): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use, perhaps by an earlier start: stop that program, or choose another port with PORT=${port + 1} npm start.`;
  if (code === 'EACCES')
    return `Port ${port} is reserved for the administrator: choose another port with PORT=8080 npm start.`;
  return `The address ${host}:${port} cannot be used (${code}): set HOST to an address of this machine, such as 127.0.0.1.`;
}
