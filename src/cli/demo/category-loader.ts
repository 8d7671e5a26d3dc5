import { CaseClock, CaseEvidence, CasesService, ObjectionsService, WorkerCases } from '../../modules/members/index.js';
import type { OfficerCaller, WorkerCaller } from '../../shared/caller.js';
import { DAY_MS, shanghaiDate } from '../../shared/time.js';
import type { DemoProduct } from './demo-product.js';
import type { DemoOfficers } from './logins-loader.js';
import { samplePng } from './sample-png.js';

const CONSENT = 1;
const HARDSHIP = { code: 'HARDSHIP', level: 'SUDDEN', basis: '家中突发变故，已上门走访' };
const STORY = '今年爱人动了手术，家里还有两个上学的孩子，手头一下子紧了，想请工会帮一把。';
const VISIT = {
  visitedOn: '2026-01-15',
  visitedBy: '涂秀芳',
  note: '一家四口住两居室，爱人术后在家休养，两个孩子上小学。',
};
/** What the park officer once granted lies longer back than any notice. */
const BEGAN_DAYS_AGO = 300;

/** Cases of categories on every station of their way, each brought there by the product's own services. */
export async function loadCases(product: DemoProduct, officers: DemoOfficers): Promise<void> {
  if (!product.get(CaseEvidence).isOpen) return;
  const stage = new Stage(product, officers);
  const people = await listPlainMembers(product);
  const at = (index: number): WorkerCaller => {
    const person = people[index];
    if (person === undefined) throw new Error('the demo has too few members without a category');
    return person;
  };
  // Those that began long ago first: every clock only goes forward.
  await stage.past(at(0), at(1), at(2));
  await stage.apply(at(3), false);
  await stage.apply(at(4), true);
  await stage.propose(at(5), HARDSHIP);
  await stage.inReview(at(6), { code: 'NEW_FORM', basis: '平台从业证明已收' });
  await stage.inReview(at(7), HARDSHIP);
  await stage.posted(at(8), { code: 'MODEL_WORKER', level: 'CITY', basis: '市政府表彰决定' });
  await stage.posted(at(9), { code: 'SINGLE_MOTHER_HARDSHIP', basis: '民政证明与走访记录' });
  const doubted = await stage.posted(at(10), HARDSHIP);
  const said = { by: '同车间职工', text: '听说他家另有一处门面出租，请核实。' };
  await product.get(ObjectionsService).record(officers.parkOfficer, doubted, said);
  await stage.refused(at(11), HARDSHIP);
}

type Request = Parameters<CasesService['propose']>[2];

class Stage {
  private readonly cases: CasesService;
  private readonly evidence: CaseEvidence;
  private readonly maker: OfficerCaller;
  private readonly checker: OfficerCaller;
  private files = 0;

  constructor(
    private readonly product: DemoProduct,
    { parkOfficer, checker }: DemoOfficers,
  ) {
    this.cases = product.get(CasesService);
    this.evidence = product.get(CaseEvidence);
    this.maker = parkOfficer;
    this.checker = checker;
  }

  /** One who got out of hardship, one who fell back into it, one whose time is nearly over. */
  async past(exited: WorkerCaller, relapsed: WorkerCaller, ending: WorkerCaller): Promise<void> {
    const until = this.daysAgo(-20).toISOString().slice(0, 10);
    await this.at(BEGAN_DAYS_AGO, async () => {
      await this.posted(exited, HARDSHIP);
      await this.posted(relapsed, HARDSHIP);
      await this.posted(ending, { ...HARDSHIP, level: 'RELATIVE', untilOn: until });
    });
    await this.at(BEGAN_DAYS_AGO - 6, () => this.product.get(CaseClock).grantDue());
    await this.at(120, async () => {
      await this.exit(exited);
      await this.exit(relapsed);
    });
    await this.at(20, () => this.posted(relapsed, { ...HARDSHIP, level: 'DEEP', basis: '旧病复发，再次致困' }));
    await this.at(14, () => this.product.get(CaseClock).grantDue());
  }

  /** A worker's own application, handed in or still on the phone. */
  async apply(worker: WorkerCaller, sent: boolean): Promise<void> {
    const workers = this.product.get(WorkerCases);
    const { id } = await workers.apply(worker, {
      code: 'HARDSHIP',
      level: 'SUDDEN',
      statement: STORY,
      consent: CONSENT,
    });
    await workers.addFile(worker, id, this.file());
    if (sent) await workers.send(worker, id);
  }

  async propose({ memberId }: WorkerCaller, request: Request): Promise<string> {
    return (await this.cases.propose(this.maker, memberId, request)).id;
  }

  async inReview(worker: WorkerCaller, request: Request): Promise<string> {
    const id = await this.propose(worker, request);
    await this.evidence.addFile(this.maker, id, this.file());
    const visitedOn = shanghaiDate(this.product.clock.now().getTime() - 3 * DAY_MS);
    await this.evidence.addVisit(this.maker, id, { ...VISIT, visitedOn });
    await this.cases.complete(this.maker, id);
    return id;
  }

  async posted(worker: WorkerCaller, request: Request): Promise<string> {
    const id = await this.inReview(worker, request);
    await this.cases.decide(this.checker, id, { approve: true });
    return id;
  }

  async refused(worker: WorkerCaller, request: Request): Promise<void> {
    const id = await this.inReview(worker, request);
    await this.cases.decide(this.checker, id, { approve: false, note: '家庭收入高于标准，建议申请临时救助' });
  }

  private async exit({ memberId }: WorkerCaller): Promise<void> {
    const [entry]: { id: string }[] = await this.product.database.db.query(
      `SELECT id FROM member_category WHERE member_id = $1 AND code = 'HARDSHIP' AND state = 'GRANTED'`,
      [memberId],
    );
    if (entry === undefined) throw new Error('the demo granted nothing');
    const change = { kind: 'EXIT', cause: 'EXITED', basis: '家庭收入已稳定，经走访确认脱困' } as const;
    const { id } = await this.cases.change(this.maker, entry.id, change);
    await this.cases.complete(this.maker, id);
    await this.cases.decide(this.checker, id, { approve: true });
  }

  /** A picture nobody else sent. */
  private file(): { fileName: string; content: Buffer } {
    this.files += 1;
    return { fileName: 'sample.png', content: samplePng(this.files) };
  }

  private at<T>(days: number, work: () => Promise<T>): Promise<T> {
    return this.product.clock.at(this.daysAgo(days), work);
  }

  private daysAgo(days: number): Date {
    return new Date(this.product.now.getTime() - days * DAY_MS);
  }
}

/** Members of the first park's first union who belong to no named group and hold no demo phone. */
async function listPlainMembers({ database }: DemoProduct): Promise<WorkerCaller[]> {
  return database.db.query(
    `SELECT 'worker' AS kind, l.id AS "loginId", m.id AS "memberId" FROM member m JOIN login l ON l.member_id = m.id
     WHERE m.org_id = 'a-001' AND NOT EXISTS (SELECT 1 FROM member_category c WHERE c.member_id = m.id)
       AND NOT EXISTS (SELECT 1 FROM card_device d JOIN card k ON k.id = d.card_id WHERE k.member_id = m.id)
     ORDER BY m.member_no DESC LIMIT 12`,
  );
}
