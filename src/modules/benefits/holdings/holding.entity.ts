import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What one person was given of one campaign and has left of it. */
@Entity('holding')
export class HoldingEntity {
  @PrimaryColumn('text', { name: 'campaign_id' }) campaignId!: string;
  @PrimaryColumn('uuid', { name: 'member_id' }) memberId!: string;
  @Column('text') source!: 'CLAIMED' | 'GRANTED';
  @Column('text', { default: 'LIVE' }) state!: 'LIVE' | 'EXPIRED' | 'REVOKED';
  @Column('integer', { name: 'given_units', default: 0 }) givenUnits!: number;
  @Column('integer', { default: 0 }) units!: number;
  @Column('bigint', { name: 'given_fen', default: 0 }) givenFen!: number;
  @Column('bigint', { default: 0 }) fen!: number;
  @Column('bigint', { name: 'promised_fen', default: 0 }) promisedFen!: number;
  @Column('timestamptz', { name: 'given_at' }) givenAt!: Date;
}

/** How far a campaign is in giving to everybody of its audience. */
@Entity('grant_run')
export class GrantRunEntity {
  @PrimaryColumn('text', { name: 'campaign_id' }) campaignId!: string;
  @Column('bigint') people!: number;
  @Column('bigint', { default: 0 }) given!: number;
  @Column('uuid', { nullable: true }) cursor!: string | null;
  @Column('text', { default: 'RUNNING' }) state!: 'RUNNING' | 'DONE' | 'STOPPED';
  @Column('timestamptz', { name: 'started_at' }) startedAt!: Date;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
}
