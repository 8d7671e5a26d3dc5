import type { LightMyRequestResponse } from 'fastify';
import { CALLERS, type CallerName, type Line, OFFICERS, type Thing } from '../support/access-callers.js';
import { TABLE } from '../support/access-table.js';
import { type AccessWorld, buildAccessWorld, type Ids, type Side } from '../support/access-world.js';
import { startApp, type TestApp } from '../support/app.js';
import { routesOf } from '../support/routes.js';

/** Their ids are of the whole city, so nothing is a sibling's to them. */
const EVERYWHERE = new Set<CallerName>(['CITY_ADMIN@city', 'AUDITOR@city']);
const ANSWERED_WITHOUT_REACHING = [401, 403, 404];

let product: TestApp;
let world: AccessWorld;

beforeAll(async () => {
  product = await startApp();
  world = await buildAccessWorld(product);
}, 120_000);
afterAll(() => product.close());

it('has a line for every route, and none for a route that is gone', () => {
  const routes = routesOf(product).map(({ method, path }) => `${method} ${path}`);
  // To the next engineer: a new route is one line in test/support/access-table.ts.
  expect(routes.filter((route) => !(route in TABLE))).toEqual([]);
  expect(Object.keys(TABLE).filter((route) => !routes.includes(route))).toEqual([]);
});

describe.each(Object.entries(TABLE))('F38 %s', (route, line) => {
  it('is for those who may, and shows no other subtree', async () => {
    const wrong: string[] = [];
    for (const caller of CALLERS) {
      const complaint = await complaintOf(route, line, caller);
      if (complaint !== null) wrong.push(`${caller}: ${complaint}`);
    }
    expect(wrong).toEqual([]);
  });
});

async function complaintOf(route: string, line: Line, caller: CallerName): Promise<string | null> {
  if (!line.who.includes(caller)) {
    const { statusCode } = await ask(route, line, caller, 'own');
    const expected = route.includes('/console/') && OFFICERS.includes(caller) ? 403 : isKin(route, caller) ? 403 : 401;
    return statusCode === expected ? null : `answered ${statusCode}, not ${expected}`;
  }
  const own = await ask(route, line, caller, 'own');
  if (line.list !== undefined) return complaintOfList(line.list, own, caller);
  if (!namesAThing(line)) return [401, 403].includes(own.statusCode) ? `answered ${own.statusCode}` : null;
  const acts = line.acts?.includes(caller) ?? true;
  if (acts ? ANSWERED_WITHOUT_REACHING.includes(own.statusCode) || own.statusCode >= 500 : own.statusCode !== 403)
    return `its own was answered ${own.statusCode} ${own.body}`;
  if (line.works !== undefined && own.statusCode !== line.works)
    return `its own was answered ${own.statusCode} ${own.body}`;
  const unknown = await ask(route, line, caller, 'unknown');
  if (unknown.statusCode !== (line.missing ?? 404))
    return `an unknown id was answered ${unknown.statusCode} ${unknown.body}`;
  if (line.shared === true || EVERYWHERE.has(caller)) return null;
  const sibling = await ask(route, line, caller, 'sibling');
  return wordsOf(sibling) === wordsOf(unknown) ? null : `a sibling’s id was told from an unknown one: ${sibling.body}`;
}

function complaintOfList(thing: Thing | true, answer: LightMyRequestResponse, caller: CallerName): string | null {
  if (answer.statusCode !== 200) return `answered ${answer.statusCode} ${answer.body}`;
  const betrayed = EVERYWHERE.has(caller) ? [] : world.betrayals.filter((text) => answer.body.includes(text));
  if (betrayed.length > 0) return `shows ${betrayed.join(', ')} of the sibling`;
  return thing === true || answer.body.includes(topOf(thing)) ? null : `does not show its own ${thing}: ${answer.body}`;
}

/** The tree opens at the top of the scope. */
const topOf = (thing: Thing): string => (thing === 'org' ? '"level"' : world.ids.own[thing]);

/** People of a merchant whose role is not the one asked for are known, and refused as such. */
const isKin = (route: string, caller: CallerName): boolean =>
  route.includes('/merchant/') && ['OWNER', 'CASHIER'].includes(caller);

const namesAThing = ({ id, body }: Line): boolean => id !== undefined || JSON.stringify(body ?? '').includes('"$');

/** An answer without what differs at every request and without the ids that were asked for. */
function wordsOf({ statusCode, body }: LightMyRequestResponse): string {
  const { requestId: _requestId, ...rest } = JSON.parse(body) as Record<string, unknown>;
  let text = JSON.stringify({ statusCode, ...rest });
  for (const side of ['sibling', 'unknown'] as const)
    for (const id of Object.values(world.ids[side])) text = text.replaceAll(id, 'ID');
  return text;
}

async function ask(route: string, line: Line, caller: CallerName, side: Side): Promise<LightMyRequestResponse> {
  if (line.renew !== undefined) await product.database.db.query(line.renew);
  const [method = '', path = ''] = route.split(' ');
  const ids: Ids = world.ids[side];
  const url = path.replaceAll(/:[A-Za-z]+/g, line.id === undefined ? world.ids.unknown.member : ids[line.id]);
  const text = JSON.stringify(line.body ?? {}).replaceAll(/\$([a-z]+)/g, (_, thing: string) => ids[thing as Thing]);
  if (caller === 'TERMINAL')
    return world.till.send(method as 'GET', url, method === 'GET' ? undefined : JSON.parse(text), 'matrix');
  const token = world.tokens.get(caller);
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  if (method === 'GET') return product.fastify.inject({ method, url: `${url}${line.query ?? ''}`, headers });
  if (line.form === true) return product.fastify.inject({ method: 'POST', url, ...formOf(JSON.parse(text), headers) });
  return product.fastify.inject({ method: method as 'POST', url, headers, payload: JSON.parse(text) as object });
}

function formOf(fields: Record<string, string>, headers: Record<string, string>) {
  const part = (name: string, value: string): string =>
    `--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const file =
    '--edge\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\nname\r\n';
  const payload = `${Object.entries(fields)
    .map(([name, value]) => part(name, value))
    .join('')}${file}\r\n--edge--\r\n`;
  return { headers: { ...headers, 'content-type': 'multipart/form-data; boundary=edge' }, payload };
}
