// What people wrote into the append-only histories of a person goes with the person, also of people erased before. Two functions; an index on member_erasure under a short SHARE lock; rows of people erased before are emptied under their own locks.
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

/** Until now these stayed: histories, why a move ended, and what was found about an objection whose case lost its evidence. */
const FORGET_EARLIER = `
  SELECT forget_member_words(member_id), forget_card_words(member_id)
    FROM (SELECT DISTINCT member_id FROM member_erasure WHERE state = 'DONE') AS erased;
  UPDATE member_transfer t SET ended_reason = '—' FROM member_erasure e
    WHERE e.member_id = t.member_id AND e.state = 'DONE' AND t.ended_at <= e.ended_at AND t.ended_reason IS NOT NULL;
  UPDATE category_objection o SET note = '—' FROM category_case c
    WHERE c.id = o.case_id AND c.evidence_erased_at IS NOT NULL AND o.note IS NOT NULL;`;

export class ErasedWords1795000413200 implements MigrationInterface {
  readonly name = 'ErasedWords1795000413200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX member_erasure_done ON member_erasure (member_id) WHERE state = 'DONE'`);
    await runner.query(
      forget('forget_member_words', 'UPDATE member_event SET reason = NULL WHERE member_id = erased AND at <= last;'),
    );
    await runner.query(forget('forget_card_words', `${ofCard('card_event')} ${ofCard('card_plastic_event')}`));
    await runner.query(FORGET_EARLIER);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION forget_member_words(uuid), forget_card_words(uuid)');
    await runner.query('DROP INDEX member_erasure_done');
  }
}
