import { Client } from 'pg';
import {
  type Entry,
  FUNDING,
  campaignAccount,
  LedgerService,
  merchantAccount,
} from '../../src/modules/ledger/index.js';
import { newId } from '../../src/shared/ids.js';
import { startApp, type TestApp } from '../support/app.js';

let app: TestApp;
let ledger: LedgerService;

beforeAll(async () => {
  app = await startApp();
  ledger = app.get(LedgerService);
});
afterAll(() => app.close());

const entry = (lines: Entry['lines'], over: Partial<Entry> = {}): Entry => ({
  eventId: newId(),
  redemptionId: newId(),
  occurredAt: new Date('2026-11-22T10:00:00+08:00'),
  lines,
  ...over,
});
const spend = (campaign: string, merchant: string, amountFen: number) => ({
  debit: merchantAccount(merchant),
  credit: campaignAccount(campaign),
  amountFen,
  reason: 'REDEEMED',
});
const post = (...entries: Entry[]) => app.database.transaction((tx) => ledger.post(tx, entries));
const balance = (code: string) => ledger.balance(app.database.db, code);

describe('the books', () => {
  it('move an amount from the credited to the debited account', async () => {
    await post(entry([{ debit: campaignAccount('a1'), credit: FUNDING, amountFen: 10_000, reason: 'HANDED' }]));
    await post(entry([spend('a1', 'm1', 2_000), spend('a1', 'm1', 500)]));
    expect(await balance(campaignAccount('a1'))).toBe(7_500);
    expect(await balance(merchantAccount('m1'))).toBe(2_500);
    expect(await ledger.check(app.database.db)).toMatchObject({ balanced: true, sumFen: 0, mismatches: [] });
  });

  it('post an event once, however often and in whatever company it is told', async () => {
    const told = entry([spend('b1', 'm2', 300)]);
    expect(await post(told)).toBe(1);
    expect(await post(told)).toBe(0);
    expect(await post(told, entry([spend('b1', 'm2', 1)]))).toBe(1);
    expect(await balance(merchantAccount('m2'))).toBe(301);
  });

  it('refuse an event that was posted before with another amount, and keep nothing of the attempt', async () => {
    const told = entry([spend('c1', 'm3', 300)]);
    await post(told);
    const altered = { ...told, lines: [spend('c1', 'm3', 301)] };
    await expect(post(entry([spend('c1', 'm3', 5)]), altered)).rejects.toThrow('posted before, differently');
    expect(await balance(merchantAccount('m3'))).toBe(300);
  });

  it('know no account outside the chart', async () => {
    await expect(post(entry([{ ...spend('d1', 'm4', 1), debit: 'cash' }]))).rejects.toThrow('chart of accounts');
  });

  it('say where every fen of a redemption went', async () => {
    const told = entry([spend('e1', 'm5', 700)]);
    await post(told);
    const postings = await ledger.postingsOf(app.database.db, told.redemptionId ?? '');
    expect(postings).toMatchObject([
      { debitAccount: 'merchant:m5', creditAccount: 'campaign:e1', amountFen: 700, reason: 'REDEEMED' },
    ]);
  });

  it('stay balanced when forty packs touch the same accounts in crossing order, some of them twice', async () => {
    const packs = Array.from({ length: 40 }, (_, at) => {
      const lines = [spend('x', 'y', 3), spend('y', 'x', 2), spend('z', 'y', 1)];
      return entry(at % 2 === 0 ? lines : lines.toReversed());
    });
    await Promise.all([...packs, ...packs.slice(0, 20)].map((pack) => post(pack)));
    expect(await balance(merchantAccount('y'))).toBe(40 * 4);
    expect(await balance(merchantAccount('x'))).toBe(40 * 2);
    expect(await ledger.check(app.database.db)).toMatchObject({ balanced: true });
  });

  it('show a balance that was tampered with', async () => {
    const owner = new Client({ connectionString: app.ownerUrl });
    await owner.connect();
    try {
      await owner.query(`UPDATE ledger_account SET balance_fen = balance_fen + 1 WHERE code = 'merchant:m1'`);
      const check = await ledger.check(app.database.db);
      expect(check).toMatchObject({
        balanced: false,
        sumFen: 1,
        mismatches: [{ code: 'merchant:m1', balanceFen: 2_501, foldFen: 2_500 }],
      });
      await owner.query(`UPDATE ledger_account SET balance_fen = balance_fen - 1 WHERE code = 'merchant:m1'`);
    } finally {
      await owner.end();
    }
  });

  it('cannot be rewritten by the product itself (F25)', async () => {
    await expect(app.database.db.query('UPDATE posting SET amount_fen = 1')).rejects.toThrow('permission denied');
    await expect(app.database.db.query('DELETE FROM posting')).rejects.toThrow('permission denied');
  });
});
