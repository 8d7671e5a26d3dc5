import { MembersProcessor, TransferRequests, TransfersService } from '../../src/modules/members/index.js';
import type { OfficerCaller } from '../../src/shared/caller.js';
import { ManualClock } from '../../src/shared/clock.js';
import { DAY_MS } from '../../src/shared/time.js';
import { type TestApp, startApp } from '../support/app.js';
import { anOfficer } from '../support/benefits.js';
import { World } from '../support/world.js';

let app: TestApp;
let world: World;
const clock = new ManualClock('2026-11-25T09:00:00+08:00');
const left = anOfficer({ scope: ['/city/park-a/u1/'] });
const joined = anOfficer({ scope: ['/city/park-b/u2/'] });

beforeAll(async () => {
  app = await startApp({ clock });
  world = await World.build(app);
});
afterAll(() => app.close());

const rowOf = async (memberId: string) => {
  const rows: { orgId: string; membership: string; transfer: string }[] = await app.database.db.query(
    `SELECT m.org_id AS "orgId", m.membership,
       (SELECT t.state FROM member_transfer t WHERE t.member_id = m.id ORDER BY t.id DESC LIMIT 1) AS transfer
     FROM member m WHERE m.id = $1`,
    [memberId],
  );
  return rows[0];
};

const ask = (memberId: string, caller: OfficerCaller, side: 'FROM' | 'TO', toOrgId = 'u2') =>
  app.database.transaction((tx) =>
    app
      .get(TransferRequests)
      .requestTransfer(tx, { memberId, toOrgId, side, actor: caller, loginId: caller.loginId, reason: '换了单位' }),
  );
const moves = (memberId: string): Promise<number> =>
  world.count('outbox', `event = 'member.transferred' AND payload->>'memberId' = '${memberId}'`);

describe('a transfer both unions confirm', () => {
  it('moves the member when the other union confirms what one of them asked for', async () => {
    const { memberId } = await world.aMember();
    const { transferId, outcome } = await ask(memberId, joined, 'TO');
    expect(outcome).toBe('REQUESTED');
    expect(await rowOf(memberId)).toEqual({ orgId: 'u1', membership: 'ACTIVE', transfer: 'REQUESTED' });
    await expect(app.get(TransferRequests).confirm(joined, transferId)).rejects.toMatchObject({
      entry: { code: 'TRANSFER_CONFIRMED' },
    });
    await app.get(TransferRequests).confirm(left, transferId);
    expect(await rowOf(memberId)).toEqual({ orgId: 'u2', membership: 'ACTIVE', transfer: 'DONE' });
    expect(await moves(memberId)).toBe(1);
    expect(
      await world.count('member_event', `member_id = '${memberId}' AND kind = 'TRANSFERRED' AND to_org_id = 'u2'`),
    ).toBe(1);
  });

  it('is the second word when the other union asks for the same by itself', async () => {
    const { memberId } = await world.aMember();
    await ask(memberId, left, 'FROM');
    expect((await ask(memberId, left, 'FROM')).outcome).toBe('WAITING');
    expect((await ask(memberId, joined, 'TO')).outcome).toBe('MOVED');
    expect(await rowOf(memberId)).toMatchObject({ orgId: 'u2', transfer: 'DONE' });
  });

  it('waits alone: another union cannot ask meanwhile, and a row that is refused lets the roster go on', async () => {
    const [first, second] = await world.someMembers(2);
    if (!first || !second) throw new Error('nobody');
    await ask(first.memberId, joined, 'TO');
    await app.database.transaction(async (tx) => {
      const order = { toOrgId: 'park-b', side: 'TO', actor: joined, loginId: joined.loginId, reason: null } as const;
      const requests = app.get(TransferRequests);
      await expect(requests.requestTransfer(tx, { ...order, memberId: first.memberId })).rejects.toMatchObject({
        entry: { code: 'TRANSFER_OPEN' },
      });
      await requests.requestTransfer(tx, { ...order, memberId: second.memberId });
    });
    expect(await rowOf(second.memberId)).toMatchObject({ transfer: 'REQUESTED' });
  });

  it('counts each side once, however many of its officers confirm at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { memberId } = await world.aMember();
      const { transferId } = await ask(memberId, joined, 'TO');
      const results = await Promise.allSettled(
        Array.from({ length: 6 }, (_, n) => app.get(TransferRequests).confirm(n % 2 === 0 ? left : joined, transferId)),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await moves(memberId)).toBe(1);
    }
  });

  it('ends in one way when one officer confirms while another one refuses', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { memberId } = await world.aMember();
      const { transferId } = await ask(memberId, joined, 'TO');
      const requests = app.get(TransferRequests);
      const results = await Promise.allSettled([
        requests.confirm(left, transferId),
        requests.end(left, transferId, 'REFUSE', '还在职'),
      ]);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const now = await rowOf(memberId);
      expect([now?.orgId, now?.transfer]).toEqual(now?.orgId === 'u2' ? ['u2', 'DONE'] : ['u1', 'REFUSED']);
    }
  });

  it('is overtaken by who looks after both unions and moves the member directly', async () => {
    const { memberId } = await world.aMember();
    await ask(memberId, joined, 'TO');
    await app.get(TransfersService).transfer(world.maker, memberId, { orgId: 'park-a' });
    expect(await rowOf(memberId)).toEqual({ orgId: 'park-a', membership: 'ACTIVE', transfer: 'CANCELLED' });
  });

  it('is nothing a third union can touch', async () => {
    const { memberId } = await world.aMember();
    const { transferId } = await ask(memberId, joined, 'TO');
    const stranger = anOfficer({ scope: ['/city/park-c/'] });
    await expect(app.get(TransferRequests).confirm(stranger, transferId)).rejects.toThrow('no such transfer');
    await expect(app.get(TransferRequests).end(left, transferId, 'CANCEL', '不要了')).rejects.toMatchObject({
      entry: { code: 'TRANSFER_NOT_YOURS' },
    });
  });

  it('reminds after a week and ends after a month, by the clock', async () => {
    const { memberId } = await world.aMember();
    const { transferId } = await ask(memberId, joined, 'TO');
    const watch = (): Promise<void> => {
      const schedule = app.get(MembersProcessor).schedules.find(({ name }) => name === 'watch-transfers');
      if (schedule === undefined) throw new Error('nobody watches transfers');
      return schedule.run();
    };
    const isReminded = async (): Promise<boolean> =>
      (await world.count('member_transfer', `id = '${transferId}' AND reminded_at IS NOT NULL`)) === 1;
    clock.advance(7 * DAY_MS - 1);
    await watch();
    expect(await isReminded()).toBe(false);
    clock.advance(1);
    await watch();
    expect(await isReminded()).toBe(true);
    clock.advance(23 * DAY_MS);
    await expect(app.get(TransferRequests).confirm(left, transferId)).rejects.toMatchObject({
      entry: { code: 'TRANSFER_ENDED' },
    });
    await watch();
    expect(await rowOf(memberId)).toMatchObject({ orgId: 'u1', transfer: 'EXPIRED' });
    expect((await ask(memberId, joined, 'TO')).outcome).toBe('REQUESTED');
  });
});
