import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OrgTies } from '../../../organizations/index.js';
import { countMembers, findPeopleOf } from './members-of-unions.queries.js';

/** What the union tree is told of members: how many there are, and that nobody is left in a union that ends. */
@Injectable()
export class MembersOfUnions implements OnModuleInit {
  constructor(private readonly ties: OrgTies) {}

  onModuleInit(): void {
    this.ties.add({ figures: { members: countMembers }, againstDissolving: findPeopleOf });
  }
}
