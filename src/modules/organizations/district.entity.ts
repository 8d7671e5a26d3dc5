import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A district or county of the city. */
@Entity({ name: 'district' })
export class DistrictEntity {
  @PrimaryColumn({ name: 'code', type: 'text' })
  code!: string;

  @Column({ name: 'name', type: 'text' })
  name!: string;
}
