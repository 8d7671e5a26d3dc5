import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What people agree to, by kind and version; a published text never changes. */
@Entity('consent_text')
export class ConsentTextEntity {
  @PrimaryColumn('text') kind!: 'GENERAL' | 'SENSITIVE';
  @PrimaryColumn('integer') version!: number;
  @Column('text', { name: 'title_zh' }) titleZh!: string;
  @Column('text', { name: 'title_en' }) titleEn!: string;
  @Column('text', { name: 'body_zh' }) bodyZh!: string;
  @Column('text', { name: 'body_en' }) bodyEn!: string;
  @Column('text', { name: 'published_by' }) publishedBy!: string;
  @Column('timestamptz', { name: 'published_at' }) publishedAt!: Date;
}

/** Each time somebody gave or withdrew a consent; the last entry of a kind is what holds. */
@Entity('member_consent')
export class MemberConsentEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'member_id' }) memberId!: string;
  @Column('text') kind!: 'GENERAL' | 'SENSITIVE';
  @Column('integer') version!: number;
  @Column('boolean') given!: boolean;
  @Column('timestamptz') at!: Date;
}
