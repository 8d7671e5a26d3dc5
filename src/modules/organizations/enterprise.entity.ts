import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An employer as the census found it, with or without a union. */
@Entity('enterprise')
export class EnterpriseEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { name: 'credit_code' }) creditCode!: string;
  @Column('text') name!: string;
  @Column('text', { name: 'park_code' }) parkCode!: string;
  @Column('text', { name: 'union_org_id', nullable: true }) unionOrgId!: string | null;
  @Column('text') industry!: string;
  @Column('text') condition!: 'OPERATING' | 'SUSPENDED' | 'CLOSED';
  @Column('boolean') eligible!: boolean;
  @Column('integer') workers!: number;
  @Column('date', { name: 'surveyed_on' }) surveyedOn!: string;
}
