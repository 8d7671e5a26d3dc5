import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The PIN of a plastic card, under a key that lies outside the database. */
@Entity({ name: 'card_pin' })
export class CardPinEntity {
  @PrimaryColumn({ name: 'card_id', type: 'uuid' })
  cardId!: string;

  @Column({ name: 'mac', type: 'bytea' })
  mac!: Buffer;

  @Column({ name: 'tries', type: 'smallint', default: 0 })
  tries!: number;

  @Column({ name: 'set_at', type: 'timestamptz' })
  setAt!: Date;
}

/** Wrong short numbers of a card at one till, and until when it takes none of that card. */
@Entity({ name: 'short_code_try' })
export class ShortCodeTryEntity {
  @PrimaryColumn({ name: 'terminal_id', type: 'text' })
  terminalId!: string;

  @PrimaryColumn({ name: 'card_no', type: 'bigint' })
  cardNo!: number;

  @Column({ name: 'tries', type: 'smallint' })
  tries!: number;

  @Column({ name: 'window_started_at', type: 'timestamptz' })
  windowStartedAt!: Date;

  @Column({ name: 'off_until', type: 'timestamptz', nullable: true })
  offUntil!: Date | null;
}
