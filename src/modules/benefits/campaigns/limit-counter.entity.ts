import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a limit has counted; the key names limit, subject and period. */
@Entity({ name: 'limit_counter' })
export class LimitCounterEntity {
  @PrimaryColumn({ name: 'key', type: 'text' })
  key!: string;

  @Column({ name: 'times', type: 'bigint', default: 0 })
  times!: number;

  @Column({ name: 'amount_fen', type: 'bigint', default: 0 })
  amountFen!: number;
}
