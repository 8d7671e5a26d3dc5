// A plastic card needs no phone: the batch's commit asks for a bound slot only where a phone's code named one. The function again, no locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every request names a slot that must be the card's phone. */
const PHONE_ONLY = 'SELECT count(*), count(d.card_id) INTO wanted, bound';
/** A request without a slot showed a plastic card, whose standing the lock above has seen. */
const PHONE_OR_PLASTIC =
  'SELECT count(*), count(*) FILTER (WHERE r.slot IS NULL OR d.card_id IS NOT NULL) INTO wanted, bound';

export class PlasticCode1795000304000 implements MigrationInterface {
  readonly name = 'PlasticCode1795000304000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(rewrite(PHONE_ONLY, PHONE_OR_PLASTIC));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(rewrite(PHONE_OR_PLASTIC, PHONE_ONLY));
  }
}

/** Changes one statement of the function as it stands, so that it does not matter which migration wrote it last; refuses when it is not there. */
const rewrite = (from: string, to: string): string => `
  DO $rewrite$
  DECLARE
    before text := pg_get_functiondef('redemption_commit'::regproc);
    after text := replace(before, '${from}', '${to}');
  BEGIN
    IF before = after THEN RAISE EXCEPTION 'redemption_commit has no line to change'; END IF;
    EXECUTE after;
  END $rewrite$`;
