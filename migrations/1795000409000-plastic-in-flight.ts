// Plastic reported lost while a request with it is in flight: the batch's commit asks again which issue counts, in the statement that locks the card. The function again, no locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is locked and looked at, without and with the issue a plastic card showed; other codes name none. */
const CHANGES = [
  [
    `(SELECT id FROM json_to_recordset(p_cards) AS r (id uuid) ORDER BY id)`,
    `(SELECT id, issue FROM json_to_recordset(p_cards) AS r (id uuid, issue integer) ORDER BY id, issue)`,
  ],
  [
    `c.state = 'ACTIVE' FOR SHARE)`,
    `c.state = 'ACTIVE' AND (r.issue IS NULL OR c.plastic_issue_no = r.issue) FOR SHARE)`,
  ],
] as const;

export class PlasticInFlight1795000409000 implements MigrationInterface {
  readonly name = 'PlasticInFlight1795000409000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [without, withIssue] of CHANGES) await runner.query(rewrite(without, withIssue));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [without, withIssue] of CHANGES) await runner.query(rewrite(withIssue, without));
  }
}

/** Changes one statement of the function as it stands, so that it does not matter which migration wrote it last; refuses when it is not there. */
const rewrite = (from: string, to: string): string => `
  DO $rewrite$
  DECLARE
    before text := pg_get_functiondef('redemption_commit'::regproc);
    after text := replace(before, $from$${from}$from$, $to$${to}$to$);
  BEGIN
    IF before = after THEN RAISE EXCEPTION 'redemption_commit has no line to change'; END IF;
    EXECUTE after;
  END $rewrite$`;
