import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A signed list of cards and plastic that no longer count; numbers only rise. */
@Entity({ name: 'revocation_list' })
export class RevocationListEntity {
  @PrimaryColumn({ name: 'number', type: 'integer' })
  number!: number;

  @Column({ name: 'kind', type: 'text' })
  kind!: string;

  @Column({ name: 'base_number', type: 'integer' })
  baseNumber!: number;

  @Column({ name: 'cards', type: 'integer' })
  cards!: number;

  @Column({ name: 'plastics', type: 'integer', default: 0 })
  plastics!: number;

  @Column({ name: 'content', type: 'bytea' })
  content!: Buffer;

  @Column({ name: 'made_at', type: 'timestamptz' })
  madeAt!: Date;
}
