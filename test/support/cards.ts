import { generateKeyPairSync } from 'node:crypto';
import { CardsService, DevicesService } from '../../src/modules/cards/index.js';
import { ConsentsService, MemberLoader } from '../../src/modules/members/index.js';
import { rawEd25519PublicKey } from '../../src/platform/crypto/ed25519.js';
import type { WorkerCaller } from '../../src/shared/caller.js';
import { toBase64Url } from '../../src/shared/code/base64url.js';
import { newId } from '../../src/shared/ids.js';
import { makeIdNumber } from '../../src/shared/numbers/id-number.js';
import type { TestApp } from './app.js';

/** A member as the worker page calls, with the last six of the ID number. */
export interface Person extends WorkerCaller {
  readonly proof: string;
  readonly phone: string;
  readonly idNumber: string;
}

let made = 0;

/** Members of a union, each different from every other one. */
export async function people(app: TestApp, count: number, orgId = 'u1'): Promise<Person[]> {
  const rows = Array.from({ length: count }, () => {
    made += 1;
    const area = `3601${String(2 + Math.floor(made / 1_000)).padStart(2, '0')}`;
    const idNumber = makeIdNumber(area, '1990-01-31', made % 1_000);
    const phone = `136${String(made).padStart(8, '0')}`;
    const days = { birthOn: '1990-01-31', joinedOn: '2020-01-05' };
    return { orgId, enterpriseId: null, name: '李明', gender: 'M' as const, ...days, idNumber, phone };
  });
  const outcomes = await app.database.transaction(async (tx) => {
    const added = await app.get(MemberLoader).insertChunk(tx, rows);
    await app.get(ConsentsService).loadGeneral(
      tx,
      added.flatMap((one) => (one.outcome === 'ADDED' ? [one.memberId] : [])),
    );
    return added;
  });
  return outcomes.map((outcome, at) => {
    const row = rows[at];
    if (outcome.outcome !== 'ADDED' || row === undefined) throw new Error(outcome.outcome);
    const { memberId } = outcome;
    const { idNumber, phone } = row;
    return { kind: 'worker', loginId: newId(), memberId, proof: idNumber.slice(-6), phone, idNumber };
  });
}

export async function onePerson(app: TestApp, orgId?: string): Promise<Person> {
  const [person] = await people(app, 1, orgId);
  if (person === undefined) throw new Error('nobody');
  return person;
}

/** The public key of a new phone. */
export const aPhoneKey = (): string => toBase64Url(rawEd25519PublicKey(generateKeyPairSync('ed25519').publicKey));

export function issueTo(app: TestApp, person: Person): Promise<{ cardId: string; cardNo: number }> {
  return app.database.transaction((tx) =>
    app.get(CardsService).issue(tx, person.memberId, { kind: 'system', id: 'test' }),
  );
}

/** A card in use: issued, and bound to a phone. */
export async function anActiveCard(
  app: TestApp,
  orgId?: string,
): Promise<{ person: Person; cardId: string; cardNo: number; publicKey: string }> {
  const person = await onePerson(app, orgId);
  const card = await issueTo(app, person);
  const publicKey = aPhoneKey();
  await app.get(DevicesService).bind(person, { publicKey, proof: person.proof, hardware: true });
  return { person, ...card, publicKey };
}
