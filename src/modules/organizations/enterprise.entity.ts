import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An employer as the last census saw it, with or without a union. */
@Entity({ name: 'enterprise' })
export class EnterpriseEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'credit_code', type: 'text', unique: true })
  creditCode!: string;

  @Column({ name: 'name', type: 'text' })
  name!: string;

  @Column({ name: 'park_code', type: 'text' })
  parkCode!: string;

  @Column({ name: 'union_org_id', type: 'text', nullable: true })
  unionOrgId!: string | null;

  @Column({ name: 'industry', type: 'text', nullable: true })
  industry!: string | null;

  @Column({ name: 'condition', type: 'text' })
  condition!: string;

  @Column({ name: 'eligible', type: 'boolean' })
  eligible!: boolean;

  @Column({ name: 'workers', type: 'integer' })
  workers!: number;

  @Column({ name: 'surveyed_on', type: 'date' })
  surveyedOn!: string;
}
