// Counts second proofs a card, so that the last six of an ID number cannot be tried out. New table, no locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CardProof1795000100500 implements MigrationInterface {
  readonly name = 'CardProof1795000100500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE card_proof_try (
        card_id uuid PRIMARY KEY REFERENCES card,
        tries smallint NOT NULL CONSTRAINT card_proof_try_range CHECK (tries BETWEEN 0 AND 5),
        window_started_at timestamptz NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE card_proof_try');
  }
}
