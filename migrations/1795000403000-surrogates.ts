// A member's row may be emptied to its surrogate, and every blind index has a second column, so that the index key can be changed while both hashes are unique. Short locks on member and login; the new unique indexes are built on empty columns.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Surrogates1795000403000 implements MigrationInterface {
  readonly name = 'Surrogates1795000403000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE member
        ADD erased_at timestamptz,
        ADD id_number_hash_even bytea CONSTRAINT member_id_number_even_unique UNIQUE,
        ADD phone_hash_even bytea CONSTRAINT member_phone_even_unique UNIQUE,
        ALTER id_number_cipher DROP NOT NULL,
        ALTER id_number_hash DROP NOT NULL,
        ALTER phone_cipher DROP NOT NULL,
        ALTER phone_hash DROP NOT NULL,
        ADD CONSTRAINT member_whole_or_erased CHECK (
          (erased_at IS NULL AND id_number_cipher IS NOT NULL AND phone_cipher IS NOT NULL
            AND coalesce(id_number_hash, id_number_hash_even) IS NOT NULL AND coalesce(phone_hash, phone_hash_even) IS NOT NULL)
          OR (erased_at IS NOT NULL AND membership = 'WITHDRAWN' AND id_number_cipher IS NULL AND phone_cipher IS NULL
            AND phone_hash IS NULL AND phone_hash_even IS NULL AND gender IS NULL AND birth_on IS NULL AND joined_on IS NULL
            AND enterprise_id IS NULL)) NOT VALID;
      ALTER TABLE member VALIDATE CONSTRAINT member_whole_or_erased;
      CREATE INDEX member_erased ON member (erased_at) WHERE erased_at IS NOT NULL;
      ALTER TABLE login ADD phone_hash_even bytea CONSTRAINT login_phone_even_unique UNIQUE;
    `);
  }

  /** Erased rows get values nobody can look up; rows that an even key alone finds take its hash. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE login DROP phone_hash_even;
      ALTER TABLE member DROP CONSTRAINT member_whole_or_erased;
      UPDATE member SET id_number_cipher = coalesce(id_number_cipher, ''), phone_cipher = coalesce(phone_cipher, ''),
        id_number_hash = coalesce(id_number_hash, id_number_hash_even, sha256(id::text::bytea)),
        phone_hash = coalesce(phone_hash, phone_hash_even, sha256(('phone' || id::text)::bytea))
      WHERE id_number_cipher IS NULL OR phone_cipher IS NULL OR id_number_hash IS NULL OR phone_hash IS NULL;
      DROP INDEX member_erased;
      ALTER TABLE member DROP erased_at, DROP id_number_hash_even, DROP phone_hash_even,
        ALTER id_number_cipher SET NOT NULL, ALTER id_number_hash SET NOT NULL, ALTER phone_cipher SET NOT NULL, ALTER phone_hash SET NOT NULL;
    `);
  }
}
