import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * How a union with everything below it stood at the end of a month, by trade; unions themselves stand under no trade. A closed month
 * stays as it was reported, wherever unions move. `used_cards` is null in a month counted afterwards of which no redemptions are kept.
 */
@Entity({ name: 'indicator_month' })
export class IndicatorMonthEntity {
  @PrimaryColumn({ name: 'month_on', type: 'date' })
  monthOn!: string;

  @PrimaryColumn({ name: 'org_id', type: 'text' })
  orgId!: string;

  @PrimaryColumn({ name: 'industry', type: 'text' })
  industry!: string;

  @Column({ name: 'unions', type: 'bigint' })
  unions!: number;

  @Column({ name: 'standard_unions', type: 'bigint' })
  standardUnions!: number;

  @Column({ name: 'enterprises', type: 'bigint' })
  enterprises!: number;

  @Column({ name: 'enterprises_with_union', type: 'bigint' })
  enterprisesWithUnion!: number;

  @Column({ name: 'workers', type: 'bigint' })
  workers!: number;

  @Column({ name: 'members', type: 'bigint' })
  members!: number;

  @Column({ name: 'cards', type: 'bigint' })
  cards!: number;

  @Column({ name: 'active_cards', type: 'bigint' })
  activeCards!: number;

  @Column({ name: 'used_cards', type: 'bigint', nullable: true })
  usedCards!: number | null;

  @Column({ name: 'made_at', type: 'timestamptz' })
  madeAt!: Date;
}

/** What an indicator shall reach in a part of the union, and by when; it holds below until a goal of one's own is set. */
@Entity({ name: 'indicator_goal' })
export class IndicatorGoalEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'indicator', type: 'text' })
  indicator!: string;

  @Column({ name: 'org_id', type: 'text' })
  orgId!: string;

  @Column({ name: 'goal_bps', type: 'integer' })
  goalBps!: number;

  @Column({ name: 'by_on', type: 'date' })
  byOn!: string;

  @Column({ name: 'set_by', type: 'uuid' })
  setBy!: string;

  @Column({ name: 'set_at', type: 'timestamptz' })
  setAt!: Date;
}
