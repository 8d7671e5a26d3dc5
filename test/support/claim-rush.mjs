// A rush of members, in a process of its own: each asks once, over kept connections, in the order given, spread over the api processes.
// node claim-rush.mjs FILE CONNECTIONS PATH PORT [PORT …]; FILE holds the access tokens. Prints one JSON line.
import { readFileSync } from 'node:fs';
import http from 'node:http';

const [file, connections, path, ...ports] = process.argv.slice(2);
const tokens = JSON.parse(readFileSync(file, 'utf8'));
const agents = ports.map(() => new http.Agent({ keepAlive: true, maxSockets: Number(connections) / ports.length }));
const answers = [];
const latencies = [];

function ask(at) {
  const begun = performance.now();
  const [agent, port] = [agents[at % ports.length], ports[at % ports.length]];
  const headers = { authorization: `Bearer ${tokens[at]}`, 'content-length': 0 };
  return new Promise((resolve) => {
    const unanswered = (error) => {
      answers[at] = String(error);
      resolve();
    };
    const request = http.request({ agent, host: '127.0.0.1', port, method: 'POST', path, headers }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.once('error', unanswered);
      answer.once('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
        answers[at] = `${answer.statusCode} ${body.code ?? body.outcome}`;
        latencies.push(performance.now() - begun);
        resolve();
      });
    });
    request.once('error', unanswered);
    request.end();
  });
}

let next = 0;
const member = async () => {
  while (next < tokens.length) await ask(next++);
};
const begun = performance.now();
await Promise.all(Array.from({ length: Number(connections) }, member));
process.stdout.write(`${JSON.stringify({ ms: performance.now() - begun, answers, latencies })}\n`);
