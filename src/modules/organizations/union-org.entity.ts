import { Column, Entity, PrimaryColumn } from 'typeorm';

export type OrgLevel = 'CITY' | 'PARK' | 'GRASSROOTS' | 'GROUP';

/** One union of the tree; `path` holds the ids from the city down, `/city/park-a/u1/`. */
@Entity('union_org')
export class UnionOrgEntity {
  @PrimaryColumn('text') id!: string;
  @Column('text', { name: 'parent_id', nullable: true }) parentId!: string | null;
  @Column('text') level!: OrgLevel;
  @Column('text') name!: string;
  @Column('text') path!: string;
  @Column('text', { name: 'park_code', nullable: true }) parkCode!: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}
