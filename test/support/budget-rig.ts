import { BudgetDesk, BudgetProposals, BudgetsService } from '../../src/modules/benefits/index.js';
import { budgetLineAccount, LedgerService } from '../../src/modules/ledger/index.js';
import { AuditorService } from '../../src/modules/redemption/index.js';
import type { OfficerCaller } from '../../src/shared/caller.js';
import type { TestApp } from './app.js';
import { anOfficer } from './benefits.js';

/** Officers of a city and a park, and pairs of lines to move money between. */
export class BudgetRig {
  readonly city = anOfficer();
  readonly checker = anOfficer();
  readonly parkA = anOfficer({ scope: ['/city/park-a/'] });
  readonly otherOfParkA = anOfficer({ scope: ['/city/park-a/'] });
  readonly budgets: BudgetsService;
  readonly desk: BudgetDesk;
  readonly proposals: BudgetProposals;
  private made = 0;

  constructor(private readonly app: TestApp) {
    this.budgets = app.get(BudgetsService);
    this.desk = app.get(BudgetDesk);
    this.proposals = app.get(BudgetProposals);
  }

  /** A first line of the city with so much free, and a line of park A below it. */
  async lines(cityFen = 1_000, parkFen = 400) {
    this.made += 1;
    const [top, park] = [`top-${this.made}`, `park-${this.made}`];
    const { city, budgets } = this;
    await budgets.create(city, { id: top, orgId: 'city', name: '市', totalFen: cityFen + parkFen });
    await budgets.create(city, { id: park, orgId: 'park-a', name: '园区', totalFen: parkFen, parentId: top });
    return { top: await budgets.get(city, top), park: await budgets.get(city, park) };
  }

  /** What the row says, and what the books say is free. */
  async figures(id: string) {
    const { totalFen, handedFen, freeFen, state, version } = await this.budgets.get(this.city, id);
    const balanceFen = await this.app.get(LedgerService).balance(this.app.database.db, budgetLineAccount(id));
    return { totalFen, handedFen, state, version, inBooks: balanceFen === freeFen };
  }

  async versionOf(id: string): Promise<number> {
    return (await this.budgets.get(this.city, id)).version;
  }

  propose(
    kind: 'RAISE' | 'REDUCE' | 'CLAW_BACK',
    line: { readonly id: string; readonly version: number },
    amountFen: number,
    by: OfficerCaller = this.city,
  ) {
    return this.proposals.propose(by, line.id, { kind, version: line.version, amountFen, reason: '年中调整' });
  }

  /** What anything in the books or the rows does not agree about. */
  async faults(): Promise<unknown[]> {
    const { balanced, mismatches } = await this.app.get(LedgerService).check(this.app.database.db);
    return [...(balanced ? [] : ['unbalanced']), ...mismatches, ...(await this.app.get(AuditorService).run(true))];
  }
}

export const refusedWith = (name: string) => ({ name });
