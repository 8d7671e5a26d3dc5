import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One account of the books; its balance is the fold of its postings. */
@Entity({ name: 'ledger_account' })
export class LedgerAccountEntity {
  @PrimaryColumn({ name: 'code', type: 'text' })
  code!: string;

  @Column({ name: 'kind', type: 'text' })
  kind!: string;

  @Column({ name: 'balance_fen', type: 'bigint', default: 0 })
  balanceFen!: number;
}
