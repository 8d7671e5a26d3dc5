import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An industrial park and the union that answers for it. */
@Entity({ name: 'park' })
export class ParkEntity {
  @PrimaryColumn({ name: 'code', type: 'text' })
  code!: string;

  @Column({ name: 'name', type: 'text' })
  name!: string;

  @Column({ name: 'tier', type: 'text', nullable: true })
  tier!: string | null;

  @Column({ name: 'org_id', type: 'text', unique: true })
  orgId!: string;

  @Column({ name: 'district_code', type: 'text', nullable: true })
  districtCode!: string | null;
}
