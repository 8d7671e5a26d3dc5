import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * Money an organisation may hand on within a year: to child lines and to campaigns. `handedFen` never exceeds `totalFen`.
 * `version` grows with every change of the row, whoever makes it; a closed line takes back but hands out nothing more.
 */
@Entity({ name: 'budget_line' })
export class BudgetLineEntity {
  @PrimaryColumn({ name: 'id', type: 'text' })
  id!: string;

  @Column({ name: 'org_id', type: 'text' })
  orgId!: string;

  @Column({ name: 'parent_id', type: 'text', nullable: true })
  parentId!: string | null;

  @Column({ name: 'name', type: 'text' })
  name!: string;

  @Column({ name: 'total_fen', type: 'bigint' })
  totalFen!: number;

  @Column({ name: 'handed_fen', type: 'bigint', default: 0 })
  handedFen!: number;

  @Column({ name: 'budget_year', type: 'smallint' })
  year!: number;

  @Column({ name: 'state', type: 'text', default: 'OPEN' })
  state!: 'OPEN' | 'CLOSED';

  @Column({ name: 'version', type: 'integer', default: 1 })
  version!: number;

  /** The line of the next year that took over what was free. */
  @Column({ name: 'carried_to_id', type: 'text', nullable: true })
  carriedToId!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
