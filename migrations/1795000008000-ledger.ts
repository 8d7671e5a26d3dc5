// The books: accounts and postings that nobody can rewrite. New tables, no locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Ledger1795000008000 implements MigrationInterface {
  readonly name = 'Ledger1795000008000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ledger_account (
        code text PRIMARY KEY,
        kind text NOT NULL CONSTRAINT ledger_account_kind_known CHECK (kind IN ('FUNDING', 'BUDGET_LINE', 'CAMPAIGN', 'MERCHANT')),
        balance_fen bigint NOT NULL DEFAULT 0
      );
      CREATE TABLE posting (
        id uuid PRIMARY KEY,
        event_id uuid NOT NULL,
        seq smallint NOT NULL,
        debit_account text NOT NULL REFERENCES ledger_account,
        credit_account text NOT NULL REFERENCES ledger_account,
        amount_fen bigint NOT NULL CONSTRAINT posting_amount_positive CHECK (amount_fen > 0),
        reason text NOT NULL,
        redemption_id uuid,
        occurred_at timestamptz NOT NULL,
        posted_at timestamptz NOT NULL,
        CONSTRAINT posting_two_accounts CHECK (debit_account <> credit_account),
        CONSTRAINT posting_once UNIQUE (event_id, seq)
      );
      CREATE INDEX posting_redemption ON posting (redemption_id);
      REVOKE UPDATE, DELETE ON posting FROM app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE posting, ledger_account;
    `);
  }
}
