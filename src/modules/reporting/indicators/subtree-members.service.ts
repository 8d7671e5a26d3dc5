import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OrgTies } from '../../organizations/index.js';
import { countMembersBelow } from './tallies.queries.js';

/** Tells the union tree how many members each part of it has, from the tallies: a row of it must not count a city's people. */
@Injectable()
export class SubtreeMembers implements OnModuleInit {
  constructor(private readonly ties: OrgTies) {}

  onModuleInit(): void {
    this.ties.add({ figures: { members: countMembersBelow } });
  }
}
