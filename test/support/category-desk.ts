import { CaseClock, CaseEvidence, CasesService, MembersService } from '../../src/modules/members/index.js';
import type { ManualClock } from '../../src/shared/clock.js';
import { DAY_MS } from '../../src/shared/time.js';
import type { TestApp } from './app.js';
import { anOfficer } from './benefits.js';
import type { Person } from './cards.js';
import { aPhoto } from './evidence.js';

type Request = Parameters<CasesService['propose']>[2];

export const HARDSHIP: Request = { code: 'HARDSHIP', level: 'DEEP', basis: '民政证明' };
export const WORDS = '家里的老人住院，收入一下子少了很多。';
export const photo = () => ({ fileName: 'photo.jpg', content: aPhoto() });

/** Two officers who bring cases of categories to where a test begins. */
export class CategoryDesk {
  readonly maker = anOfficer();
  readonly checker = anOfficer();
  readonly cases: CasesService;
  readonly evidence: CaseEvidence;

  constructor(
    private readonly app: TestApp,
    private readonly clock: ManualClock,
  ) {
    this.cases = app.get(CasesService);
    this.evidence = app.get(CaseEvidence);
  }

  /** Proposed with a photo and complete: what waits for the second officer. */
  async inReview({ memberId }: Person, request = HARDSHIP): Promise<string> {
    const { id } = await this.cases.propose(this.maker, memberId, request);
    await this.evidence.addFile(this.maker, id, photo());
    await this.cases.complete(this.maker, id);
    return id;
  }

  async posted(person: Person, request = HARDSHIP): Promise<string> {
    const id = await this.inReview(person, request);
    await this.cases.decide(this.checker, id, { approve: true });
    return id;
  }

  /** Six days later, when the posting is over. */
  async granted(person: Person, request = HARDSHIP): Promise<string> {
    const id = await this.posted(person, request);
    this.clock.advance(6 * DAY_MS);
    await this.app.get(CaseClock).grantDue();
    return id;
  }

  async heldBy({ memberId }: Person) {
    return (await this.app.get(MembersService).get(this.maker, memberId)).categories;
  }
}
