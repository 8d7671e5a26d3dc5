import type { ClientBase } from 'pg';

/** The database roles by name: who may touch what is decided by the grants in the migrations. */
export const ROLES = ['owner', 'app', 'scoped', 'maintenance', 'evidence'] as const;
export type Role = (typeof ROLES)[number];

/** Roles that sign in. `scoped` does not: a connection of `app` steps down to it inside a transaction. */
export const LOGIN_ROLES = ['owner', 'app', 'maintenance', 'evidence'] as const;
export type LoginRole = (typeof LOGIN_ROLES)[number];

/** The database of the product, on a server that is ours alone. */
export const DATABASE_NAME = 'worker_card';

// app does not inherit: it must not pass the policies written for scoped while it acts as itself.
const MEMBERSHIPS: readonly { role: Role; member: Role }[] = [
  { role: 'scoped', member: 'app' },
  // The schema of the queue belongs to app, and only a member may give something away.
  { role: 'app', member: 'owner' },
];

/** What makes each role, for us and for an administrator who prepares a server by hand. */
export const ROLE_SQL: Readonly<Record<Role, string>> = {
  owner: 'CREATE ROLE owner LOGIN',
  app: 'CREATE ROLE app LOGIN NOINHERIT',
  scoped: `CREATE ROLE scoped NOLOGIN`,
  maintenance: 'CREATE ROLE maintenance LOGIN',
  evidence: 'CREATE ROLE evidence LOGIN',
};

/** The statements, in order, that a server still needs before the migrations can run; empty when it is ready. */
export async function rolesMissing(client: ClientBase): Promise<string[]> {
  const known = await client.query<{ rolname: string }>('SELECT rolname FROM pg_roles WHERE rolname = ANY($1)', [
    ROLES,
  ]);
  const names = new Set(known.rows.map((row) => row.rolname));
  const missing = ROLES.filter((role) => !names.has(role)).map((role) => ROLE_SQL[role]);
  for (const { role, member } of MEMBERSHIPS) {
    if (names.has(role) && names.has(member) && (await canBecome(client, member, role))) continue;
    missing.push(`GRANT ${role} TO ${member}`);
  }
  return missing;
}

/** Makes the roles that are missing and sets the passwords given. Needs a superuser; safe to repeat. */
export async function createRoles(
  client: ClientBase,
  passwords: Readonly<Partial<Record<LoginRole, string>>> = {},
): Promise<void> {
  const statements = await rolesMissing(client);
  for (const role of LOGIN_ROLES) {
    const password = passwords[role];
    if (password !== undefined) statements.push(`ALTER ROLE ${role} PASSWORD ${client.escapeLiteral(password)}`);
  }
  if (statements.length > 0) await client.query(statements.join(';\n'));
}

/**
 * Makes a database that `owner` owns and only our roles may enter. With `template`, a copy of that one; `copyFiles` copies
 * whole files past the write-ahead log, which is three times as fast where fsync is off and slower where it is on.
 */
export async function createDatabase(
  client: ClientBase,
  name: string,
  options: { template?: string | undefined; copyFiles?: boolean } = {},
): Promise<void> {
  const database = client.escapeIdentifier(name);
  const source = client.escapeIdentifier(options.template ?? 'template1');
  const strategy = options.copyFiles ? 'FILE_COPY' : 'WAL_LOG';
  await client.query(`CREATE DATABASE ${database} OWNER owner TEMPLATE ${source} STRATEGY ${strategy}`);
  // A copy does not bring the rights on the database itself along.
  await client.query(`
    REVOKE ALL ON DATABASE ${database} FROM PUBLIC;
    GRANT CONNECT ON DATABASE ${database} TO app, maintenance, evidence;
    GRANT TEMPORARY ON DATABASE ${database} TO app`);
}

async function canBecome(client: ClientBase, member: Role, role: Role): Promise<boolean> {
  const found = await client.query<{ can: boolean }>(`SELECT pg_has_role($1, $2, 'MEMBER') AS can`, [member, role]);
  return found.rows[0]?.can ?? false;
}
