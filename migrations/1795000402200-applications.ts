// Applications to join: proposed by an officer for a second one, or by the worker for the union. ID number and phone are sealed and
// kept only while the application waits. New table, no locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurity, visible } from './row-security.js';

export class Applications1795000402200 implements MigrationInterface {
  readonly name = 'Applications1795000402200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE membership_application (
        id uuid PRIMARY KEY,
        kind text NOT NULL CONSTRAINT membership_application_kind_known CHECK (kind IN ('SELF', 'PROPOSED')),
        org_id text NOT NULL REFERENCES union_org,
        enterprise_id uuid REFERENCES enterprise,
        name text NOT NULL CONSTRAINT membership_application_name_length CHECK (char_length(name) BETWEEN 1 AND 50),
        id_number_cipher bytea,
        id_number_hash bytea,
        phone_cipher bytea,
        phone_hash bytea,
        consent_version integer,
        applicant_id uuid,
        proposed_by uuid,
        state text NOT NULL CONSTRAINT membership_application_state_known
          CHECK (state IN ('PENDING', 'JOINED', 'TRANSFER', 'REFUSED', 'CANCELLED')),
        decided_by uuid,
        decision_reason text CONSTRAINT membership_application_reason_length CHECK (char_length(decision_reason) <= 300),
        member_id uuid REFERENCES member,
        transfer_id uuid REFERENCES member_transfer,
        created_at timestamptz NOT NULL,
        decided_at timestamptz,
        CONSTRAINT membership_application_self CHECK (kind <> 'SELF' OR (applicant_id IS NOT NULL AND consent_version IS NOT NULL)),
        CONSTRAINT membership_application_proposed CHECK ((kind = 'PROPOSED') = (proposed_by IS NOT NULL)),
        CONSTRAINT membership_application_maker_is_not_checker CHECK (decided_by IS NULL OR decided_by IS DISTINCT FROM proposed_by),
        CONSTRAINT membership_application_decided CHECK ((state = 'PENDING') = (decided_at IS NULL)),
        CONSTRAINT membership_application_refused_with_reason CHECK (state <> 'REFUSED' OR decision_reason IS NOT NULL),
        CONSTRAINT membership_application_admitted
          CHECK (state NOT IN ('JOINED', 'TRANSFER') OR (decided_by IS NOT NULL AND member_id IS NOT NULL)),
        CONSTRAINT membership_application_numbers_while_pending CHECK (
          num_nonnulls(id_number_cipher, id_number_hash, phone_cipher, phone_hash) = CASE WHEN state = 'PENDING' THEN 4 ELSE 0 END)
      );
      CREATE UNIQUE INDEX membership_application_one_self ON membership_application (phone_hash) WHERE state = 'PENDING' AND kind = 'SELF';
      CREATE UNIQUE INDEX membership_application_one_proposed
        ON membership_application (id_number_hash, org_id) WHERE state = 'PENDING' AND kind = 'PROPOSED';
      CREATE INDEX membership_application_org ON membership_application (org_id, id);
      CREATE INDEX membership_application_applicant ON membership_application (applicant_id, id);
    `);
    await runner.query(rowSecurity('membership_application', visible.ofUnion('org_id')));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE membership_application');
  }
}
