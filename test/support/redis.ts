import { accessSync, constants } from 'node:fs';
import { createConnection } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, guard } from '../../src/platform/embedded/index.js';

export interface TestRedis {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

const READY_MS = 10_000;

/** Whether redis-server is on PATH; suites on Redis skip themselves without it. */
export function redisAvailable(): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, 'redis-server'), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** A Redis of one's own that keeps nothing and ends with this process. With `port`, the same address as before a kill. */
export async function startRedis(options: { port?: number } = {}): Promise<TestRedis> {
  const port = await freePort(options.port);
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  // A queue may lose nothing: full memory must refuse, not evict.
  const guarded = await guard({
    command: 'redis-server',
    args: [...settings, '--maxmemory-policy', 'noeviction', '--logfile', ''],
    signal: 'TERM',
    graceSeconds: 5,
  });
  const deadline = Date.now() + READY_MS;
  while (!(await answers(port))) {
    if (Date.now() > deadline) {
      await guarded.stop();
      throw new Error(`redis-server did not answer on port ${port}`);
    }
    await sleep(10);
  }
  return { url: `redis://127.0.0.1:${port}`, pid: guarded.pid, stop: () => guarded.stop() };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    const done = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (data) => done(data.toString().startsWith('+PONG')));
    socket.once('error', () => done(false));
  });
}
