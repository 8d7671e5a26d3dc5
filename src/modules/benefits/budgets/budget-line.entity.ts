import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Money an organisation may hand on: to child lines and to campaigns. `handedFen` never exceeds `totalFen`. */
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

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
