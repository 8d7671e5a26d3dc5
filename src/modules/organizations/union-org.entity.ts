import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A union organisation: the city federation, a park's, a grassroots one or a group in it. */
@Entity({ name: 'union_org' })
export class UnionOrgEntity {
  @PrimaryColumn({ name: 'id', type: 'text' })
  id!: string;

  @Column({ name: 'parent_id', type: 'text', nullable: true })
  parentId!: string | null;

  @Column({ name: 'level', type: 'text' })
  level!: string;

  @Column({ name: 'name', type: 'text' })
  name!: string;

  @Column({ name: 'path', type: 'text' })
  path!: string;

  @Column({ name: 'park_code', type: 'text', nullable: true })
  parkCode!: string | null;

  /** Its own; without one it lies where its park does. */
  @Column({ name: 'district_code', type: 'text', nullable: true })
  districtCode!: string | null;

  /** Meets the standard, as last assessed. */
  @Column({ name: 'standard', type: 'boolean' })
  standard!: boolean;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  /** A dissolved union is history: nobody is put under it any more. */
  @Column({ name: 'dissolved_at', type: 'timestamptz', nullable: true })
  dissolvedAt!: Date | null;
}
