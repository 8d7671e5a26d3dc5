import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../shared/clock.js';
import { shanghaiDate } from '../../../shared/time.js';
import { OrgTies } from '../../organizations/index.js';
import { countOfficers, findOfficersOf } from './officers.queries.js';

/** What the union tree is told of officers: how many there are, and that none is left in a union that ends. */
@Injectable()
export class OfficersOfUnions implements OnModuleInit {
  constructor(
    private readonly ties: OrgTies,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.ties.add({
      figures: { officers: (db, orgIds) => countOfficers(db, orgIds, this.today()) },
      againstDissolving: async (db, orgId) => [await findOfficersOf(db, orgId, this.today())],
    });
  }

  private today(): string {
    return shanghaiDate(this.clock.now().getTime());
  }
}
