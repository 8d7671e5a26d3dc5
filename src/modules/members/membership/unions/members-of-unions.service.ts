import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OrgTies } from '../../../organizations/index.js';
import { findPeopleOf } from './members-of-unions.queries.js';

/** What the union tree is told of people: that nobody is left in a union that ends. */
@Injectable()
export class MembersOfUnions implements OnModuleInit {
  constructor(private readonly ties: OrgTies) {}

  onModuleInit(): void {
    this.ties.add({ againstDissolving: findPeopleOf });
  }
}
