import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What one statement changed for one union and employer; written by triggers, gone once it is in the tallies. */
@Entity({ name: 'tally_change' })
export class TallyChangeEntity {
  @PrimaryColumn({ name: 'id', type: 'bigint' })
  id!: number;

  @Column({ name: 'org_id', type: 'text' })
  orgId!: string;

  @Column({ name: 'enterprise_id', type: 'uuid', nullable: true })
  enterpriseId!: string | null;

  @Column({ name: 'used_on', type: 'date', nullable: true })
  usedOn!: string | null;

  @Column({ name: 'members', type: 'bigint' })
  members!: number;

  @Column({ name: 'cards', type: 'bigint' })
  cards!: number;

  @Column({ name: 'active_cards', type: 'bigint' })
  activeCards!: number;

  @Column({ name: 'used_cards', type: 'bigint' })
  usedCards!: number;
}

/** People and cards of a union by employer; a move of a union or a new trade of an employer touches none of it. */
@Entity({ name: 'org_headcount' })
export class OrgHeadcountEntity {
  @PrimaryColumn({ name: 'org_id', type: 'text' })
  orgId!: string;

  @PrimaryColumn({ name: 'enterprise_id', type: 'uuid' })
  enterpriseId!: string;

  @Column({ name: 'members', type: 'bigint' })
  members!: number;

  @Column({ name: 'cards', type: 'bigint' })
  cards!: number;

  @Column({ name: 'active_cards', type: 'bigint' })
  activeCards!: number;
}

/** Active cards by the day of their last use, so that "used within 90 days" is a sum of days. */
@Entity({ name: 'org_use_day' })
export class OrgUseDayEntity {
  @PrimaryColumn({ name: 'org_id', type: 'text' })
  orgId!: string;

  @PrimaryColumn({ name: 'enterprise_id', type: 'uuid' })
  enterpriseId!: string;

  @PrimaryColumn({ name: 'used_on', type: 'date' })
  usedOn!: string;

  @Column({ name: 'cards', type: 'bigint' })
  cards!: number;
}

/** What the screens read: everything counted of a union by trade. An empty trade is not known. */
@Entity({ name: 'org_tally' })
export class OrgTallyEntity {
  @PrimaryColumn({ name: 'org_id', type: 'text' })
  orgId!: string;

  @PrimaryColumn({ name: 'industry', type: 'text' })
  industry!: string;

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

  @Column({ name: 'used_cards', type: 'bigint' })
  usedCards!: number;
}

/** How far the tallies are: whatever was committed before `folded_at` is in them, and their 90 days end with `counted_on`. */
@Entity({ name: 'tally_state' })
export class TallyStateEntity {
  @PrimaryColumn({ name: 'id', type: 'boolean' })
  id!: boolean;

  @Column({ name: 'folded_at', type: 'timestamptz', nullable: true })
  foldedAt!: Date | null;

  @Column({ name: 'counted_on', type: 'date', nullable: true })
  countedOn!: string | null;
}

/** The last day a card was used at a till. */
@Entity({ name: 'card_last_use' })
export class CardLastUseEntity {
  @PrimaryColumn({ name: 'card_id', type: 'uuid' })
  cardId!: string;

  @Column({ name: 'used_on', type: 'date' })
  usedOn!: string;
}

/** What holders of a union used in one Shanghai day; a reversal takes its money back in its own day. */
@Entity({ name: 'org_day' })
export class OrgDayEntity {
  @PrimaryColumn({ name: 'day_on', type: 'date' })
  dayOn!: string;

  @PrimaryColumn({ name: 'org_id', type: 'text' })
  orgId!: string;

  @Column({ name: 'redemptions', type: 'bigint' })
  redemptions!: number;

  @Column({ name: 'discount_fen', type: 'bigint' })
  discountFen!: number;
}

/** When in the last days holders of a union redeemed; what came back takes no redemption away. */
@Entity({ name: 'org_hour' })
export class OrgHourEntity {
  @PrimaryColumn({ name: 'day_on', type: 'date' })
  dayOn!: string;

  @PrimaryColumn({ name: 'org_id', type: 'text' })
  orgId!: string;

  @PrimaryColumn({ name: 'hour', type: 'smallint' })
  hour!: number;

  @Column({ name: 'redemptions', type: 'bigint' })
  redemptions!: number;
}
