import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Money that one officer asks to be added to a line or taken from it, and another lets through. One open a line. */
@Entity('budget_proposal')
export class BudgetProposalEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { name: 'line_id' }) lineId!: string;
  @Column('text') kind!: 'RAISE' | 'REDUCE' | 'CLAW_BACK';
  @Column('bigint', { name: 'amount_fen' }) amountFen!: number;
  @Column('text') reason!: string;
  @Column('text') state!: 'PROPOSED' | 'APPROVED' | 'REJECTED';
  @Column('uuid', { name: 'proposed_by' }) proposedBy!: string;
  @Column('timestamptz', { name: 'proposed_at' }) proposedAt!: Date;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt!: Date | null;
  @Column('text', { nullable: true }) note!: string | null;
}
