import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One row: a number that moves whenever what campaigns or holidays say has changed. */
@Entity('benefit_epoch')
export class BenefitEpochEntity {
  @PrimaryColumn('boolean') id!: boolean;
  @Column('bigint') epoch!: number;
}
