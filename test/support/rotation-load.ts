import { MemberLoader, MembersService, type NewMember } from '../../src/modules/members/index.js';
import { makeIdNumber } from '../../src/shared/numbers/id-number.js';
import type { TestApp } from './app.js';
import { anOfficer } from './benefits.js';

let made = 0;

/** A person nobody else is. */
function aPerson(): NewMember {
  made += 1;
  return {
    orgId: 'u1',
    enterpriseId: null,
    name: `换钥${made}`,
    gender: 'F',
    birthOn: '1985-03-04',
    joinedOn: null,
    idNumber: makeIdNumber(`3601${String(2 + Math.floor(made / 999)).padStart(2, '0')}`, '1985-03-04', made % 999),
    phone: `137${String(made).padStart(8, '0')}`,
  };
}

const idOf = (outcome: object): string => ('memberId' in outcome ? String(outcome.memberId) : 'nobody');

/** Members, and people at work on two processes who look them up, show them and let new ones join while keys are changed. */
export class RotationLoad {
  readonly failures: string[] = [];
  reads = 0;
  private readonly officer = anOfficer();

  private constructor(
    private readonly apps: readonly [TestApp, TestApp],
    readonly joined: { readonly person: NewMember; readonly memberId: string }[],
  ) {}

  static async of(apps: readonly [TestApp, TestApp], count: number): Promise<RotationLoad> {
    const [app] = apps;
    const people = Array.from({ length: count }, aPerson);
    const outcomes = await app.database.transaction((tx) => app.get(MemberLoader).insertChunk(tx, people));
    return new RotationLoad(
      apps,
      outcomes.map((outcome, at) => ({ person: people[at] ?? aPerson(), memberId: idOf(outcome) })),
    );
  }

  /** Everybody works until this is done; what failed stands in `failures`. */
  async during(work: () => Promise<void>): Promise<void> {
    const [first, second] = this.apps;
    const load = { going: true };
    const running = [
      this.read(first, 0, load),
      this.read(second, 3, load),
      this.write(first, load),
      this.write(second, load),
    ].map((each) => each.catch((error: unknown) => this.failures.push(String(error))));
    try {
      await work();
    } finally {
      load.going = false;
      await Promise.all(running);
    }
  }

  private async read(app: TestApp, step: number, load: { readonly going: boolean }): Promise<void> {
    for (let at = step; load.going; at += 7) {
      const one = this.joined[at % this.joined.length];
      if (one === undefined) continue;
      await this.expectFound(app, one.person.phone, one.memberId);
      await this.expectFound(app, one.person.idNumber, one.memberId);
      const shown = await app.get(MembersService).reveal(this.officer, one.memberId, '核对身份信息');
      if (shown.phone !== one.person.phone) this.failures.push(`${one.memberId} shows another phone`);
    }
  }

  private async expectFound(app: TestApp, q: string, memberId: string): Promise<void> {
    const { items } = await app.get(MembersService).search(this.officer, { q, limit: 5 });
    this.reads += 1;
    if (items[0]?.id !== memberId) this.failures.push(`${q} found ${items[0]?.id ?? 'nobody'}`);
  }

  private async write(app: TestApp, load: { readonly going: boolean }): Promise<void> {
    while (load.going) {
      const person = aPerson();
      const { memberId } = await app.database.transaction((tx) => app.get(MembersService).join(tx, person));
      this.joined.push({ person, memberId });
      const again = await app.database.transaction((tx) => app.get(MemberLoader).insertChunk(tx, [person]));
      if (again[0]?.outcome !== 'KNOWN') this.failures.push(`${memberId} could join twice`);
    }
  }
}
