// Keys for codes that the product makes by itself, their withdrawal by two people, and the list of them that the offline root signed. New tables and trigger; a short lock on pass_policy.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurity, visible } from './row-security.js';

export class CardKeys1795000406100 implements MigrationInterface {
  readonly name = 'CardKeys1795000406100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE card_key (
        kid integer PRIMARY KEY CONSTRAINT card_key_kid_range CHECK (kid BETWEEN 1 AND 65535),
        use text NOT NULL CONSTRAINT card_key_use_known CHECK (use IN ('PASS', 'STATIC')),
        suite smallint NOT NULL CONSTRAINT card_key_suite_range CHECK (suite BETWEEN 0 AND 255),
        public_key bytea NOT NULL CONSTRAINT card_key_public_key_length CHECK (octet_length(public_key) = 32),
        private_key_cipher bytea,
        from_at timestamptz NOT NULL,
        to_at timestamptz,
        status text NOT NULL CONSTRAINT card_key_status_known CHECK (status IN ('ACTIVE', 'REVOKED')),
        made_at timestamptz NOT NULL,
        CONSTRAINT card_key_period CHECK (to_at IS NULL OR to_at > from_at)
      );
      CREATE TABLE card_key_revocation (
        id uuid PRIMARY KEY,
        kid integer NOT NULL REFERENCES card_key,
        reason text NOT NULL,
        state text NOT NULL CONSTRAINT card_key_revocation_state_known CHECK (state IN ('PROPOSED', 'APPROVED', 'REJECTED')),
        proposed_by uuid NOT NULL,
        proposed_at timestamptz NOT NULL,
        decided_by uuid CONSTRAINT card_key_revocation_two_people CHECK (state <> 'APPROVED' OR decided_by <> proposed_by),
        decided_at timestamptz,
        CONSTRAINT card_key_revocation_decided CHECK ((state = 'PROPOSED') = (decided_by IS NULL))
      );
      CREATE UNIQUE INDEX card_key_revocation_one_open ON card_key_revocation (kid) WHERE state = 'PROPOSED';
      CREATE TABLE card_key_list (
        serial integer PRIMARY KEY,
        content text NOT NULL,
        root_public_key bytea NOT NULL CONSTRAINT card_key_list_root_length CHECK (octet_length(root_public_key) = 32),
        signature bytea NOT NULL CONSTRAINT card_key_list_signature_length CHECK (octet_length(signature) = 64),
        signed_at timestamptz NOT NULL
      );
      ALTER TABLE pass_policy ADD COLUMN keys_version bigint NOT NULL DEFAULT 1;
      CREATE FUNCTION card_keys_version_next() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE pass_policy SET keys_version = keys_version + 1;
        RETURN NULL;
      END $$;
      CREATE TRIGGER card_key_moves_version AFTER INSERT OR UPDATE OR DELETE ON card_key
        FOR EACH STATEMENT EXECUTE FUNCTION card_keys_version_next();
    `);
    // A process reads keys on whosever request it needs them, the private halves sealed; withdrawing one is the city's.
    await runner.query(rowSecurity('card_key', visible.toAll));
    await runner.query(rowSecurity('card_key_list', visible.toAll));
    await runner.query(rowSecurity('card_key_revocation', () => '(SELECT reach_is_city())'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE card_key_list, card_key_revocation, card_key;
      DROP FUNCTION card_keys_version_next();
      ALTER TABLE pass_policy DROP COLUMN keys_version;
    `);
  }
}
