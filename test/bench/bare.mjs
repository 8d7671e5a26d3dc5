// What a plain program reaches: a Fastify route that checks two signatures and signs its answer, and one that does a single INSERT.
// Environment: DATABASE_URL, PORT.
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import Fastify from 'fastify';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 16 });
await pool.query(
  'CREATE TABLE IF NOT EXISTS bench_bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body json, at timestamptz DEFAULT now())',
);
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const bytes = Buffer.alloc(220, 7);
const signature = sign(null, bytes, privateKey);
const checked = () =>
  new Promise((resolve, reject) =>
    verify(null, bytes, publicKey, signature, (error, fits) => (error ? reject(error) : resolve(fits))),
  );
const signed = (text) =>
  new Promise((resolve, reject) =>
    sign(null, Buffer.from(text), privateKey, (error, result) => (error ? reject(error) : resolve(result))),
  );

const fastify = Fastify();
fastify.post('/pos/v1/redemptions', async (request, reply) => {
  await checked();
  await checked();
  const answer = JSON.stringify({
    code: 'REDEEMED',
    ticketNo: request.body.ticketNo,
    amountFen: request.body.amountFen,
  });
  reply.header('x-signature', (await signed(answer)).toString('base64url')).header('content-type', 'application/json');
  return answer;
});
fastify.post('/insert', async (request) => {
  await pool.query({
    name: 'insert',
    text: 'INSERT INTO bench_bare (body) VALUES ($1)',
    values: [JSON.stringify(request.body)],
  });
  return { code: 'OK' };
});
fastify.get('/ready', async () => ({ status: 'ok' }));
await fastify.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
process.once('SIGTERM', () => process.exit(0));
