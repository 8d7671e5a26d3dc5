// What happened to a member's standing, append-only, and moves between unions that both of them confirm. Each member of before gets
// the event of joining. New tables; members are read once, nobody is kept from writing.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurity, visible } from './row-security.js';

export class MemberTransfers1795000402000 implements MigrationInterface {
  readonly name = 'MemberTransfers1795000402000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE member_event (
        id uuid PRIMARY KEY,
        member_id uuid NOT NULL REFERENCES member,
        kind text NOT NULL CONSTRAINT member_event_kind_known CHECK (kind IN
          ('JOINED', 'REJOINED', 'TRANSFERRED', 'RETAINED', 'RESUMED', 'WITHDRAWN', 'PHONE_CHANGED', 'PHONE_PASSED_ON')),
        from_org_id text REFERENCES union_org,
        to_org_id text REFERENCES union_org,
        reason text CONSTRAINT member_event_reason_length CHECK (char_length(reason) <= 300),
        actor_kind text NOT NULL,
        actor_id text NOT NULL,
        at timestamptz NOT NULL
      );
      CREATE INDEX member_event_member ON member_event (member_id, at);
      REVOKE UPDATE, DELETE ON member_event FROM app, scoped;
      INSERT INTO member_event (id, member_id, kind, to_org_id, actor_kind, actor_id, at)
        SELECT gen_random_uuid(), id, 'JOINED', org_id, 'system', 'register', created_at FROM member;
      CREATE TABLE member_transfer (
        id uuid PRIMARY KEY,
        member_id uuid NOT NULL REFERENCES member,
        from_org_id text NOT NULL REFERENCES union_org,
        to_org_id text NOT NULL REFERENCES union_org,
        enterprise_id uuid REFERENCES enterprise,
        state text NOT NULL CONSTRAINT member_transfer_state_known
          CHECK (state IN ('REQUESTED', 'DONE', 'REFUSED', 'CANCELLED', 'EXPIRED')),
        requested_side text NOT NULL CONSTRAINT member_transfer_side_known CHECK (requested_side IN ('WORKER', 'FROM', 'TO')),
        requested_by uuid NOT NULL,
        reason text CONSTRAINT member_transfer_reason_length CHECK (char_length(reason) <= 300),
        from_confirmed_by uuid,
        from_confirmed_at timestamptz,
        to_confirmed_by uuid,
        to_confirmed_at timestamptz,
        reminded_at timestamptz,
        ended_reason text CONSTRAINT member_transfer_ended_reason_length CHECK (char_length(ended_reason) <= 300),
        ended_at timestamptz,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT member_transfer_moves CHECK (from_org_id <> to_org_id),
        CONSTRAINT member_transfer_done_by_both
          CHECK (state <> 'DONE' OR (from_confirmed_by IS NOT NULL AND to_confirmed_by IS NOT NULL)),
        CONSTRAINT member_transfer_refused_with_reason CHECK (state <> 'REFUSED' OR ended_reason IS NOT NULL),
        CONSTRAINT member_transfer_ends_once CHECK ((state = 'REQUESTED') = (ended_at IS NULL))
      );
      CREATE UNIQUE INDEX member_transfer_one_open ON member_transfer (member_id) WHERE state = 'REQUESTED';
      CREATE INDEX member_transfer_member ON member_transfer (member_id, id);
      CREATE INDEX member_transfer_from ON member_transfer (from_org_id, id);
      CREATE INDEX member_transfer_to ON member_transfer (to_org_id, id);
    `);
    await runner.query(rowSecurity('member_event', visible.ofMember('member_id')));
    // Both unions of a move see it.
    const ofEither = visible.either(visible.ofUnion('from_org_id'), visible.ofUnion('to_org_id'));
    await runner.query(rowSecurity('member_transfer', ofEither));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE member_transfer, member_event');
  }
}
