import 'reflect-metadata';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { generateSync } from 'otplib';
import { Client } from 'pg';
import { appModule } from '../../app.module.js';
import { Activations, IdentityService } from '../../modules/identity/index.js';
import { parseConfig } from '../../platform/config/config.js';
import { Keyring } from '../../platform/crypto/keyring.js';
import { migrate } from '../../platform/database/migrate.js';
import { createRoles } from '../../platform/database/roles.js';
import { NestLogger } from '../../platform/logging/nest-logger.js';
import { setLogLevel } from '../../platform/logging/logger.js';
import { rotateKeys } from './rotate-keys.js';
import { listPartitions, retirePartition } from './partitions.js';
import { makeRoot, signKeys } from './key-root.js';
import { readDemoFacts } from '../demo/demo-state.js';

const HELP = `Operator commands. All but totp need DATABASE_URL.

  npm run admin -- roles                                   make the database roles (as the server's administrator)
  npm run admin -- keys                                    make the key files that are missing in KEYS_DIR
  npm run admin -- migrate                                 bring the schema up to date
  npm run admin -- create --username NAME [--name 张三] [--password TEXT]
                                                           make the first officer of the city
  npm run admin -- reset --username NAME                   take an officer's password and authenticator away and show a new code
  npm run admin -- partitions                              list the partitions with their bounds
  npm run admin -- retire --table outbox --month 2026-11   detach a month that decides nothing any more (outbox, inbox, code_use)
  npm run admin -- rotate-keys --keys fields|index         change a key while the product runs; --step add|use|work|finish|status for one step
  npm run admin -- root --file FILE                        make the offline root that signs the list of keys
  npm run admin -- sign-keys --file FILE                   sign the list of keys with it, once a quarter; --new-root when the root before is gone
  npm run -s admin -- totp --username NAME                 the code a demo officer's phone would show now
`;

const SAY = (text: string): void => void process.stdout.write(`${text}\n`);

/** Runs one operator command; returns the exit code: 2 for a wrong call. */
export async function runAdmin(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    strict: false,
    options: {
      username: { type: 'string' },
      name: { type: 'string' },
      password: { type: 'string' },
      table: { type: 'string' },
      month: { type: 'string' },
      file: { type: 'string' },
      keys: { type: 'string' },
      step: { type: 'string' },
      'new-root': { type: 'boolean' },
    },
  });
  const text = (name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined);
  switch (positionals[0]) {
    case 'roles':
      return makeRoles();
    case 'keys':
      return makeKeys();
    case 'migrate':
      return bringUp();
    case 'create':
      return createOfficer(text('username'), text('name'), text('password'));
    case 'reset':
      return resetOfficer(text('username'));
    case 'partitions':
      return showPartitions();
    case 'retire':
      return retire(text('table') ?? '', text('month') ?? '');
    case 'rotate-keys':
      return rotateKeys(text('keys'), text('step'), SAY);
    case 'root':
      return newRoot(text('file'));
    case 'sign-keys':
      return signList(text('file'), values['new-root'] === true);
    case 'totp':
      return showTotp(text('username'));
    default:
      process.stderr.write(HELP);
      return 2;
  }
}

async function makeRoles(): Promise<number> {
  const client = new Client({ connectionString: needUrl() });
  await client.connect();
  try {
    await createRoles(client);
    const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
    const database = client.escapeIdentifier(rows[0]?.name ?? '');
    await client.query(
      `ALTER DATABASE ${database} OWNER TO owner; GRANT CONNECT, TEMPORARY ON DATABASE ${database} TO app`,
    );
  } finally {
    await client.end();
  }
  SAY(
    'The roles are there. Give the sign-ins owner, app, maintenance and evidence passwords with ALTER ROLE, then set DATABASE_OWNER_URL, DATABASE_URL, DATABASE_MAINTENANCE_URL and DATABASE_EVIDENCE_URL.',
  );
  return 0;
}

async function makeKeys(): Promise<number> {
  const folder = resolve(process.env['KEYS_DIR'] ?? '.data/keys');
  const made = await Keyring.createMissing(folder);
  SAY(
    made.length === 0
      ? `No key file was missing in ${folder}.`
      : `Made ${made.join(', ')} in ${folder}. Keep a copy apart: without them no ID number can be read again.`,
  );
  return 0;
}

async function bringUp(): Promise<number> {
  const ran = await migrate(process.env['DATABASE_OWNER_URL'] ?? needUrl());
  SAY(ran.length === 0 ? 'The schema is up to date.' : `Ran ${ran.join(', ')}.`);
  return 0;
}

async function createOfficer(
  username: string | undefined,
  displayName: string | undefined,
  password: string | undefined,
): Promise<number> {
  if (username === undefined) {
    process.stderr.write('Say who: npm run admin -- create --username NAME\n');
    return 2;
  }
  return withProduct(async (get) => {
    const made = await get(IdentityService).createFirstOfficer({
      username,
      displayName: displayName ?? username,
      password,
    });
    SAY(
      `username  ${made.username}\npassword  ${made.password}\nTOTP      ${made.totpSecret}\n          ${made.otpauthUrl}\nThey are shown this once.`,
    );
  });
}

/** For the last administrator who is locked out: everybody else is reset by another officer at the console. */
async function resetOfficer(username: string | undefined): Promise<number> {
  if (username === undefined) {
    process.stderr.write('Say who: npm run admin -- reset --username NAME\n');
    return 2;
  }
  return withProduct(async (get) => {
    const { code, expiresAt } = await get(Activations).resetByOperator(username);
    SAY(`Open /console/activate#${code} before ${expiresAt.toISOString()}. It is shown this once.`);
  });
}

async function withProduct(work: (get: <T>(type: Type<T>) => T) => Promise<void>): Promise<number> {
  const config = parseConfig(process.env);
  setLogLevel('warn');
  const keyring = await Keyring.load(config.KEYS_DIR);
  const app = await NestFactory.createApplicationContext(appModule({ config, keyring, jobs: false }), {
    logger: new NestLogger(),
    abortOnError: false,
  });
  try {
    await work((type) => app.get(type));
  } finally {
    await app.close();
  }
  return 0;
}

async function showPartitions(): Promise<number> {
  await asOwner(async (client) => {
    for (const { parent, name, bound } of await listPartitions(client))
      SAY(`${parent.padEnd(20)} ${name.padEnd(28)} ${bound}`);
  });
  return 0;
}

async function retire(table: string, month: string): Promise<number> {
  await asOwner(async (client) => {
    const name = await retirePartition(client, table, month);
    SAY(`part.${name} is detached and decides nothing any more. Keep it or drop it: DROP TABLE part.${name}.`);
  });
  return 0;
}

async function asOwner(work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({
    connectionString: process.env['DATABASE_OWNER_URL'] ?? needUrl(),
    options: '-c role=owner',
  });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

async function newRoot(file: string | undefined): Promise<number> {
  if (file === undefined) {
    process.stderr.write('Say where: npm run admin -- root --file FILE\n');
    return 2;
  }
  const publicKey = await makeRoot(file);
  SAY(
    `Made ${file}. Keep it offline; it signs the list of keys, and no process of the product ever needs it.\nIts public key, for tills to hold the list against: ${publicKey}`,
  );
  return 0;
}

async function signList(file: string | undefined, newRoot: boolean): Promise<number> {
  if (file === undefined) {
    process.stderr.write('Say with which root: npm run admin -- sign-keys --file FILE\n');
    return 2;
  }
  const { serial, keys } = await signKeys(file, newRoot);
  SAY(`Signed list ${serial} of ${keys} keys. Tills get it with their next request.`);
  return 0;
}

async function showTotp(username: string | undefined): Promise<number> {
  const facts = await readDemoFacts(resolve('.data'));
  const login = facts.logins.find((one) => one.username === username);
  if (login?.totpSecret === undefined) {
    const known = facts.logins.filter(({ totpSecret }) => totpSecret !== undefined).map((one) => one.username);
    process.stderr.write(`No demo officer has this name. Choose one of ${known.join(', ')}.\n`);
    return 2;
  }
  SAY(generateSync({ secret: login.totpSecret }));
  return 0;
}

function needUrl(): string {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new Error('Set DATABASE_URL first, such as postgres://postgres@127.0.0.1:5432/worker_card.');
  return url;
}
