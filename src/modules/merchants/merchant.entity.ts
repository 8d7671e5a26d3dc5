import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a merchant sells, as grants and campaigns name it. */
@Entity({ name: 'merchant_category' })
export class MerchantCategoryEntity {
  @PrimaryColumn({ name: 'code', type: 'text' })
  code!: string;

  @Column({ name: 'name', type: 'text' })
  name!: string;
}

/** A business that gives benefits to cardholders. */
@Entity({ name: 'merchant' })
export class MerchantEntity {
  @PrimaryColumn({ name: 'id', type: 'text' })
  id!: string;

  @Column({ name: 'name', type: 'text' })
  name!: string;

  @Column({ name: 'category', type: 'text' })
  category!: string;

  @Column({ name: 'state', type: 'text' })
  state!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
