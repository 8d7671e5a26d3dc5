// What people wrote into the append-only histories of a person goes with the person. Two functions, no locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';

// Nobody but owner may change these rows; this changes nothing but words, written until somebody's data were last erased.
const forget = (name: string, updates: string): string => `
  CREATE FUNCTION ${name}(erased uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE last timestamptz := (SELECT max(ended_at) FROM member_erasure WHERE member_id = erased AND state = 'DONE');
  BEGIN
    ${updates}
  END $$;
  REVOKE ALL ON FUNCTION ${name}(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION ${name}(uuid) TO app;`;
const ofCard = (table: string): string => `UPDATE ${table} SET reason = '—'
    WHERE card_id IN (SELECT id FROM card WHERE member_id = erased) AND at <= last AND actor_kind <> 'system';`;

export class ErasedWords1795000413200 implements MigrationInterface {
  readonly name = 'ErasedWords1795000413200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      forget('forget_member_words', 'UPDATE member_event SET reason = NULL WHERE member_id = erased AND at <= last;'),
    );
    await runner.query(forget('forget_card_words', `${ofCard('card_event')} ${ofCard('card_plastic_event')}`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION forget_member_words(uuid), forget_card_words(uuid)');
  }
}
