import { Injectable } from '@nestjs/common';
import type { Db } from '../../../platform/database/database.js';
import type { OrgFigure, OrgObstacle } from './tree.schemas.js';

/** A move as it would be: the moved union's path now, the path of the union it goes under, and who would be above it no more. */
export interface PlannedMove {
  readonly path: string;
  readonly parentPath: string;
  readonly leftIds: readonly string[];
}

/** What a module above keeps of unions: it counts it, and says what of it stands against a change of the tree. */
export interface OrgTie {
  readonly figures?: Partial<Record<OrgFigure, (db: Db, orgIds: readonly string[]) => Promise<Map<string, number>>>>;
  readonly againstMove?: (db: Db, move: PlannedMove) => Promise<OrgObstacle[]>;
  readonly againstDissolving?: (db: Db, orgId: string) => Promise<OrgObstacle[]>;
}

/** Modules above add what hangs on unions when they start, since this one must not know them. */
@Injectable()
export class OrgTies {
  private readonly ties: OrgTie[] = [];

  add(tie: OrgTie): void {
    this.ties.push(tie);
  }

  /** Of each of these subtrees; one that has none is absent. */
  async count(db: Db, figure: OrgFigure, orgIds: readonly string[]): Promise<Map<string, number>> {
    const count = this.ties.map(({ figures }) => figures?.[figure]).find((each) => each !== undefined);
    if (!count) throw new Error(`nobody counts ${figure} of unions`);
    return count(db, orgIds);
  }

  async findAgainstMove(db: Db, move: PlannedMove): Promise<OrgObstacle[]> {
    return this.ask((tie) => tie.againstMove?.(db, move));
  }

  async findAgainstDissolving(db: Db, orgId: string): Promise<OrgObstacle[]> {
    return this.ask((tie) => tie.againstDissolving?.(db, orgId));
  }

  // One after the other: they share the connection of a transaction.
  private async ask(question: (tie: OrgTie) => Promise<OrgObstacle[]> | undefined): Promise<OrgObstacle[]> {
    const found: OrgObstacle[] = [];
    for (const tie of this.ties) found.push(...((await question(tie)) ?? []));
    return found.filter(({ count }) => count > 0);
  }
}
