// A member's own wish to leave the union, which the union confirms or talks about first. New table, no locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurity, visible } from './row-security.js';

export class Withdrawals1795000410100 implements MigrationInterface {
  readonly name = 'Withdrawals1795000410100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE member_withdrawal (
        id uuid PRIMARY KEY,
        member_id uuid NOT NULL REFERENCES member,
        state text NOT NULL CONSTRAINT member_withdrawal_state_known CHECK (state IN ('REQUESTED', 'CONFIRMED', 'DECLINED', 'CANCELLED')),
        reason text CONSTRAINT member_withdrawal_reason_length CHECK (char_length(reason) BETWEEN 2 AND 300),
        requested_at timestamptz NOT NULL,
        decided_by uuid,
        answer text CONSTRAINT member_withdrawal_answer_length CHECK (char_length(answer) BETWEEN 2 AND 300),
        ended_at timestamptz,
        CONSTRAINT member_withdrawal_ends_once CHECK ((state = 'REQUESTED') = (ended_at IS NULL)),
        CONSTRAINT member_withdrawal_decided CHECK (state NOT IN ('CONFIRMED', 'DECLINED') OR decided_by IS NOT NULL)
      );
      CREATE UNIQUE INDEX member_withdrawal_one_open ON member_withdrawal (member_id) WHERE state = 'REQUESTED';
      CREATE INDEX member_withdrawal_member ON member_withdrawal (member_id, id);
      CREATE INDEX member_withdrawal_waiting ON member_withdrawal (requested_at) WHERE state = 'REQUESTED';
    `);
    await runner.query(rowSecurity('member_withdrawal', visible.ofMember('member_id')));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE member_withdrawal');
  }
}
