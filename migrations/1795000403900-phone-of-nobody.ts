// A phone can be nobody's: whoever left, or whose number went to somebody else, has none until the desk writes another one down. The
// check of whole rows is replaced by one that allows it; a short exclusive lock on member to replace it, then its rows are read.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const NUMBERLESS = 'phone_cipher IS NULL AND phone_hash IS NULL AND phone_hash_even IS NULL';
const ERASED = `erased_at IS NOT NULL AND membership = 'WITHDRAWN' AND id_number_cipher IS NULL AND ${NUMBERLESS}
          AND gender IS NULL AND birth_on IS NULL AND joined_on IS NULL AND enterprise_id IS NULL`;
const KNOWN =
  'erased_at IS NULL AND id_number_cipher IS NOT NULL AND coalesce(id_number_hash, id_number_hash_even) IS NOT NULL';
const PHONE = 'phone_cipher IS NOT NULL AND coalesce(phone_hash, phone_hash_even) IS NOT NULL';

export class PhoneOfNobody1795000403900 implements MigrationInterface {
  readonly name = 'PhoneOfNobody1795000403900';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE member DROP CONSTRAINT member_whole_or_erased,
        ADD CONSTRAINT member_whole_or_erased CHECK ((${KNOWN} AND ((${PHONE}) OR (${NUMBERLESS}))) OR (${ERASED})) NOT VALID;
      ALTER TABLE member VALIDATE CONSTRAINT member_whole_or_erased;
    `);
  }

  /** Who has no number gets a value nobody can look up. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE member DROP CONSTRAINT member_whole_or_erased;
      UPDATE member SET phone_cipher = '', phone_hash = sha256(('phone' || id::text)::bytea) WHERE erased_at IS NULL AND phone_cipher IS NULL;
      ALTER TABLE member ADD CONSTRAINT member_whole_or_erased CHECK ((${KNOWN} AND ${PHONE}) OR (${ERASED}));
    `);
  }
}
