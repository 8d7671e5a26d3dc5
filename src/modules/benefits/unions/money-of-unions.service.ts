import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OrgTies } from '../../organizations/index.js';
import { findCampaignsLeft, findLinesLeft, findOpenCampaigns, findOpenLines } from './money-of-unions.queries.js';

/** What the union tree is told of money: what would be left behind by a move, and what a union still has to close. */
@Injectable()
export class MoneyOfUnions implements OnModuleInit {
  constructor(private readonly ties: OrgTies) {}

  onModuleInit(): void {
    this.ties.add({
      againstMove: async (db, move) => [await findLinesLeft(db, move), await findCampaignsLeft(db, move)],
      againstDissolving: async (db, orgId) => [await findOpenLines(db, orgId), await findOpenCampaigns(db, orgId)],
    });
  }
}
