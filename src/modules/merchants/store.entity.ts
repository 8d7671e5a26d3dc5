import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A place where a merchant serves customers. */
@Entity({ name: 'store' })
export class StoreEntity {
  @PrimaryColumn({ name: 'id', type: 'text' })
  id!: string;

  @Column({ name: 'merchant_id', type: 'text' })
  merchantId!: string;

  @Column({ name: 'name', type: 'text' })
  name!: string;

  @Column({ name: 'address', type: 'text' })
  address!: string;

  @Column({ name: 'park_code', type: 'text', nullable: true })
  parkCode!: string | null;

  @Column({ name: 'opening_hours', type: 'text', default: '09:00-21:00' })
  openingHours!: string;

  @Column({ name: 'state', type: 'text' })
  state!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
