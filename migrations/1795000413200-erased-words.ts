// What officers wrote into the append-only histories of a person goes with the person. One function, no locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ErasedWords1795000413200 implements MigrationInterface {
  readonly name = 'ErasedWords1795000413200';

  async up(runner: QueryRunner): Promise<void> {
    // Nobody but owner may change these rows, and this changes nothing but words, of nobody but who is erased already.
    await runner.query(`
      CREATE FUNCTION forget_words_about(erased uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT EXISTS (SELECT FROM member WHERE id = erased AND erased_at IS NOT NULL) THEN
          RAISE EXCEPTION 'member % is not erased', erased;
        END IF;
        UPDATE member_event SET reason = NULL WHERE member_id = erased AND reason IS NOT NULL;
        UPDATE card_event SET reason = '—' WHERE card_id IN (SELECT id FROM card WHERE member_id = erased) AND reason <> '—';
        UPDATE card_plastic_event SET reason = '—' WHERE card_id IN (SELECT id FROM card WHERE member_id = erased) AND reason <> '—';
      END $$;
      REVOKE ALL ON FUNCTION forget_words_about(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION forget_words_about(uuid) TO app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION forget_words_about(uuid)');
  }
}
