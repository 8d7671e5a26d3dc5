import { Column, Entity, PrimaryColumn } from 'typeorm';

export type ParkTier = 'NATIONAL' | 'PROVINCIAL' | 'MUNICIPAL';

/** An industrial park and the union that looks after it. */
@Entity('park')
export class ParkEntity {
  @PrimaryColumn('text') code!: string;
  @Column('text') name!: string;
  @Column('text') tier!: ParkTier;
  @Column('text', { name: 'org_id' }) orgId!: string;
}
