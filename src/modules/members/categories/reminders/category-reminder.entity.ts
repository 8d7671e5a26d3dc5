import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One text to a member whose category ends on a day: planned, being sent, sent. Gone once the day is over. */
@Entity({ name: 'category_reminder' })
export class CategoryReminderEntity {
  @PrimaryColumn({ name: 'entry_id', type: 'uuid' })
  entryId!: string;

  @PrimaryColumn({ name: 'until_on', type: 'date' })
  untilOn!: string;

  /** How many days before the end it belongs to. */
  @PrimaryColumn({ name: 'days', type: 'integer' })
  days!: number;

  @Column({ name: 'tries', type: 'integer', default: 0 })
  tries!: number;

  @Column({ name: 'claimed_at', type: 'timestamptz', nullable: true })
  claimedAt!: Date | null;

  @Column({ name: 'sent_at', type: 'timestamptz', nullable: true })
  sentAt!: Date | null;
}
