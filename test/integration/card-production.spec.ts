import { createHash } from 'node:crypto';
import {
  CardsService,
  DevicesService,
  OwnCard,
  PlasticService,
  ProductionRunner,
  ProductionService,
} from '../../src/modules/cards/index.js';
import { CardsDesk } from '../../src/modules/cards/cards-desk.service.js';
import type { ProductionFile, ProductionOutlook } from '../../src/modules/cards/production/production.schemas.js';
import { ManualClock } from '../../src/shared/clock.js';
import { decodePlasticCode } from '../../src/shared/code/plastic-code.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { anActiveCard, aPhoneKey, issueTo, onePerson, people, type Person } from '../support/cards.js';

const START = '2026-11-22T09:00:00+08:00';
const WHY = { reason: '测试' };

describe('a batch of plastic cards', () => {
  let app: TestApp;
  let production: ProductionService;
  let runner: ProductionRunner;
  let desk: CardsDesk;
  const clock = new ManualClock(START);
  const maker = anOfficer();
  const checker = anOfficer();
  const parkA = anOfficer({ scope: ['/city/park-a/'] });

  const read = async (batchId: string, kind: ProductionFile): Promise<Buffer> => {
    const { bytes, content } = await production.download(maker, batchId, kind);
    const parts: Buffer[] = [];
    for await (const part of content) parts.push(part);
    const whole = Buffer.concat(parts);
    expect(whole).toHaveLength(bytes);
    return whole;
  };
  const cardIdOf = async (person: Person): Promise<string> => {
    const rows: { id: string }[] = await app.database.db.query(
      'SELECT id FROM card WHERE member_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1',
      [person.memberId],
    );
    return rows[0]?.id ?? '';
  };
  const collected = async (audience: 'APPLIED' | 'WITHOUT_PLASTIC', orgId: string): Promise<string> => {
    const { batchId } = await production.request(maker, { orgId, audience });
    await runner.collect(batchId);
    return batchId;
  };
  const produced = async (batchId: string): Promise<void> => {
    await production.release(checker, batchId, WHY);
    await runner.produce(batchId);
  };

  beforeAll(async () => {
    app = await startApp({ clock });
    production = app.get(ProductionService);
    runner = app.get(ProductionRunner);
    desk = app.get(CardsDesk);
    await seedPlaces(app.database);
  });
  afterAll(() => app.close());

  describe('for everybody of a union', () => {
    let batchId: string;
    let crowd: Person[];
    let outlook: ProductionOutlook;
    let phoneHolder: Awaited<ReturnType<typeof anActiveCard>>;

    beforeAll(async () => {
      crowd = await people(app, 19, 'u1');
      phoneHolder = await anActiveCard(app, 'u1');
      await issueTo(app, crowd[0]!);
      outlook = await production.outlook(maker, 'u1');
      // Two runs at once, as when a jobs process froze and its job was given to another.
      ({ batchId } = await production.request(maker, { orgId: 'park-a', audience: 'WITHOUT_PLASTIC' }));
      await Promise.all([runner.collect(batchId), runner.collect(batchId)]);
    });

    it('is looked at before it is asked for', () => {
      expect(outlook).toEqual({ applied: 0, withoutPlastic: 20, withoutCard: 18, inBatches: 0 });
    });

    it('takes each once, leaves the phone card alone, and waits for a second officer', async () => {
      const batch = await production.get(maker, batchId);
      expect(batch).toMatchObject({ state: 'IN_REVIEW', total: 20, own: true, counts: { inBatch: 20 }, files: [] });
      expect(await desk.get(maker, phoneHolder.cardId)).toMatchObject({
        state: 'ACTIVE',
        plastic: { state: 'IN_BATCH' },
      });
      expect(await desk.get(maker, await cardIdOf(crowd[5]!))).toMatchObject({ state: 'APPLIED', issuedAt: null });
      await expect(production.release(maker, batchId, WHY)).rejects.toMatchObject({ name: 'PRODUCTION_OWN' });
      await expect(production.get(anOfficer({ scope: ['/city/park-b/'] }), batchId)).rejects.toMatchObject({
        name: 'PRODUCTION_UNKNOWN',
      });
      await expect(production.download(maker, batchId, 'SHEET')).rejects.toMatchObject({
        name: 'PRODUCTION_FILE_GONE',
      });
    });

    it('leaves out who was replaced meanwhile, and is made whole though two runs make it', async () => {
      await app.get(CardsService).act(maker, phoneHolder.cardId, 'REPLACE', '测试');
      await production.release(checker, batchId, WHY);
      await Promise.all([runner.produce(batchId), runner.produce(batchId)]);
      const batch = await production.get(checker, batchId);
      expect(batch).toMatchObject({ state: 'PRODUCED', done: 20, own: false, counts: { produced: 19, void: 1 } });
      expect(batch.files.map(({ kind, expired }) => [kind, expired])).toEqual([
        ['HANDOVER', false],
        ['PRINTER', false],
        ['SHEET', false],
      ]);
      expect(await desk.get(maker, await cardIdOf(crowd[5]!))).toMatchObject({ state: 'PRODUCED' });
      const next = await desk.get(maker, await cardIdOf(phoneHolder.person));
      expect(next).toMatchObject({ state: 'ISSUED', plastic: { state: 'APPLIED', issueNo: 1 } });
    });

    it('gives the printer one line a card with its own genuine code, and no formula', async () => {
      const lines = (await read(batchId, 'PRINTER')).toString('utf8').trim().split('\r\n');
      expect(lines).toHaveLength(20);
      const codes = lines.slice(1).map((line) => decodePlasticCode(line.split(',').at(-1) ?? ''));
      expect(new Set(codes.map((code) => code?.card.cardNo)).size).toBe(19);
      // The 22nd of November 2026 is day 2517; five years on is day 4343.
      expect(codes[0]?.card).toMatchObject({ issueNo: 1, fromDay: 2_517, toDay: 4_343 });
      expect(lines[1]).toContain('李**');
    });

    it('draws eight cards a page, fronts then backs, and a list to sign', async () => {
      const sheet = await read(batchId, 'SHEET');
      expect(sheet.subarray(0, 5).toString()).toBe('%PDF-');
      expect(sheet.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(6);
      const list = await read(batchId, 'HANDOVER');
      expect(list.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
    });

    it('keeps its files sealed, and forgets them after seven days', async () => {
      const pieces: { sealed: Buffer }[] = await app.database.db.query(
        'SELECT sealed FROM card_production_piece WHERE batch_id = $1',
        [batchId],
      );
      expect(pieces.length).toBeGreaterThan(3);
      for (const { sealed } of pieces) expect(sealed.includes('%PDF-') || sealed.includes('9912')).toBe(false);
      const [file]: { sha256: Buffer }[] = await app.database.db.query(
        `SELECT sha256 FROM card_production_file WHERE batch_id = $1 AND kind = 'PRINTER'`,
        [batchId],
      );
      expect(
        createHash('sha256')
          .update(await read(batchId, 'PRINTER'))
          .digest(),
      ).toEqual(file?.sha256);
      const fetched: { n: number }[] = await app.database.db.query(
        `SELECT count(*)::integer AS n FROM audit_entry WHERE action = 'card-production.file-fetched' AND subject_id = $1`,
        [batchId],
      );
      expect(fetched[0]?.n).toBe(4);
    });

    it('is handed over by the list but for those who were not there, and a stopped card stays', async () => {
      const frozen = await cardIdOf(crowd[1]!);
      await app.database.transaction((tx) =>
        app.get(PlasticService).apply(tx, crowd[1]!.memberId, 'PHONE', '先用手机', { kind: 'system', id: 'test' }),
      );
      await expect(app.get(OwnCard).activatePlastic(crowd[2]!, crowd[2]!.proof)).rejects.toMatchObject({
        name: 'PLASTIC_STEP_IMPOSSIBLE',
      });
      const phone = { publicKey: aPhoneKey(), proof: crowd[1]!.proof, hardware: true };
      await app.get(DevicesService).bind(crowd[1]!, phone);
      await app.get(OwnCard).freeze(crowd[1]!);
      const absent = (await desk.get(maker, await cardIdOf(crowd[3]!))).plastic?.place ?? 0;
      const outcome = await production.handOver(parkA, batchId, { exceptPlaces: [absent], ...WHY });
      expect(outcome).toEqual({ handedOver: 17, left: 2 });
      expect(await desk.get(maker, frozen)).toMatchObject({ state: 'FROZEN', plastic: { state: 'PRODUCED' } });
      const mine = await desk.get(maker, await cardIdOf(crowd[2]!));
      expect(mine).toMatchObject({ state: 'ISSUED', issuedAt: START, plastic: { state: 'HANDED_OVER' } });
      expect(mine.history.map(({ toState }) => toState)).toEqual(['APPLIED', 'PRODUCED', 'ISSUED']);
      await expect(production.handOver(maker, batchId, { exceptPlaces: [21], ...WHY })).rejects.toMatchObject({
        name: 'PRODUCTION_NOT_IN_BATCH',
      });
    });

    it('is activated by its holder with the second proof, or at the desk', async () => {
      const own = app.get(OwnCard);
      const person = crowd[2]!;
      const wrong = person.proof === '000000' ? '000001' : '000000';
      await expect(own.activatePlastic(person, wrong)).rejects.toMatchObject({ name: 'PROOF_WRONG' });
      await own.activatePlastic(person, person.proof);
      const mine = await desk.get(maker, await cardIdOf(person));
      expect(mine).toMatchObject({ state: 'ACTIVE', plastic: { state: 'ACTIVE', actions: ['REMAKE', 'VOID'] } });
      expect(mine.plasticHistory.map(({ toState }) => toState)).toEqual([
        'APPLIED',
        'IN_BATCH',
        'PRODUCED',
        'HANDED_OVER',
        'ACTIVE',
      ]);
      const other = await cardIdOf(crowd[4]!);
      await app.get(PlasticService).act(maker, other, { action: 'ACTIVATE', reason: '本人到场' });
      expect((await desk.get(maker, other)).state).toBe('ACTIVE');
      expect((await production.get(maker, batchId)).counts).toEqual({
        inBatch: 0,
        produced: 2,
        handedOver: 15,
        active: 2,
        void: 1,
      });
    });

    it('has its files made again by two officers when their days are over', async () => {
      clock.advance(8 * 86_400_000);
      await expect(production.download(maker, batchId, 'SHEET')).rejects.toMatchObject({
        name: 'PRODUCTION_FILE_GONE',
      });
      await runner.forgetFiles();
      const [left]: { n: number }[] = await app.database.db.query(
        'SELECT count(*)::integer AS n FROM card_production_piece WHERE batch_id = $1',
        [batchId],
      );
      expect(left?.n).toBe(0);
      expect((await production.get(maker, batchId)).files.every(({ expired }) => expired)).toBe(true);
      await production.remake(maker, batchId, WHY);
      await produced(batchId);
      expect((await read(batchId, 'PRINTER')).toString('utf8').trim().split('\r\n')).toHaveLength(20);
    });
  });

  describe('for those who asked', () => {
    it('takes nobody else, and gives them back when it is cancelled', async () => {
      const [asked, quiet] = await people(app, 2, 'u2');
      await app.get(OwnCard).apply(asked!, 'PLASTIC');
      await expect(app.get(OwnCard).apply(asked!, 'PLASTIC')).rejects.toMatchObject({ name: 'PLASTIC_OPEN_ALREADY' });
      const batchId = await collected('APPLIED', 'u2');
      expect(await production.get(maker, batchId)).toMatchObject({ total: 1, state: 'IN_REVIEW' });
      expect(await cardIdOf(quiet!)).toBe('');
      await production.cancel(maker, batchId, WHY);
      const mine = await desk.get(maker, await cardIdOf(asked!));
      expect(mine).toMatchObject({ state: 'APPLIED', plastic: { state: 'APPLIED', batchId: null, expiresOn: null } });
      const again = await collected('APPLIED', 'u2');
      await produced(again);
      expect((await desk.get(maker, await cardIdOf(asked!))).plastic).toMatchObject({ state: 'PRODUCED', place: 1 });
    });

    it('of nobody ends by itself', async () => {
      const batchId = await collected('APPLIED', 'u2');
      expect(await production.get(maker, batchId)).toMatchObject({ state: 'CANCELLED', total: 0 });
    });

    it('does not take the plastic of a card that is cancelled in the same moment', async () => {
      for (let round = 0; round < 5; round += 1) {
        const person = await onePerson(app, 'u2');
        await app.get(OwnCard).apply(person, 'PLASTIC');
        const cardId = await cardIdOf(person);
        const { batchId } = await production.request(maker, { orgId: 'u2', audience: 'APPLIED' });
        await Promise.all([runner.collect(batchId), app.get(CardsService).act(maker, cardId, 'CANCEL', '测试')]);
        expect((await desk.get(maker, cardId)).plastic).toMatchObject({ state: 'VOID' });
      }
    });
  });
});
