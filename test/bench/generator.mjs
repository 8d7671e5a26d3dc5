// The load, in a process of its own: sends prepared requests over kept connections, as fast as answers come, or at a fixed rate.
// node generator.mjs FILE PORT CONNECTIONS [PER_SECOND]; prints one JSON line.
import http from 'node:http';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const [file, port, connections, perSecond] = process.argv.slice(2);
const requests = JSON.parse(readFileSync(file, 'utf8'));
const agent = new http.Agent({ keepAlive: true, maxSockets: Number(connections) });
const statuses = {};
const latencies = [];

function send({ path, headers, body }, begun = performance.now()) {
  return new Promise((resolve, reject) => {
    const length = Buffer.byteLength(body);
    const options = { agent, host: '127.0.0.1', port: Number(port), method: 'POST', path };
    const request = http.request({ ...options, headers: { ...headers, 'content-length': length } }, (answer) => {
      answer.resume();
      answer.once('end', () => {
        statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1;
        latencies.push(performance.now() - begun);
        resolve();
      });
    });
    request.once('error', reject);
    request.end(body);
  });
}

const begun = performance.now();
if (perSecond === undefined) {
  let next = 0;
  const loop = async () => {
    while (next < requests.length) await send(requests[next++]);
  };
  await Promise.all(Array.from({ length: Number(connections) }, loop));
} else {
  // At a fixed rate a slow answer does not slow the next request down, so waiting counts.
  const all = [];
  for (const [at, request] of requests.entries()) {
    const due = begun + (at / Number(perSecond)) * 1000;
    const early = due - performance.now();
    if (early > 1) await sleep(early);
    all.push(send(request, Math.max(due, begun)));
  }
  await Promise.all(all);
}
process.stdout.write(`${JSON.stringify({ ms: performance.now() - begun, statuses, latencies })}\n`);
