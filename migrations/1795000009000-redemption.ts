// The money path: keys, code uses, redemptions and reversals. New tables, no locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Redemption1795000009000 implements MigrationInterface {
  readonly name = 'Redemption1795000009000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE idempotency_key (
        terminal_id text NOT NULL,
        key text NOT NULL CONSTRAINT idempotency_key_length CHECK (char_length(key) BETWEEN 1 AND 64),
        body_hash bytea,
        outcome json,
        redemption_id uuid,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (terminal_id, key)
      );
      CREATE TABLE code_use (
        card_no bigint NOT NULL,
        slot integer NOT NULL,
        step bigint NOT NULL,
        ctr bigint NOT NULL,
        redemption_id uuid NOT NULL,
        PRIMARY KEY (card_no, slot, step, ctr)
      );
      CREATE TABLE code_binding (
        card_no bigint NOT NULL,
        slot integer NOT NULL,
        step bigint NOT NULL,
        ctr bigint NOT NULL,
        terminal_id text NOT NULL,
        until timestamptz NOT NULL,
        PRIMARY KEY (card_no, slot, step, ctr)
      );
      CREATE INDEX code_binding_until ON code_binding (until);
      CREATE TABLE redemption (
        id uuid PRIMARY KEY,
        state text NOT NULL CONSTRAINT redemption_state_known
          CHECK (state IN ('REDEEMED', 'PARTIALLY_REVERSED', 'REVERSED', 'SETTLED', 'DECLINED')),
        terminal_id text NOT NULL,
        store_id text NOT NULL,
        merchant_id text NOT NULL,
        member_id uuid,
        card_id uuid,
        org_path text,
        ticket_no text NOT NULL,
        cashier text,
        amount_fen bigint NOT NULL CONSTRAINT redemption_amount_positive CHECK (amount_fen > 0),
        discount_fen bigint NOT NULL,
        union_fen bigint NOT NULL,
        merchant_fen bigint NOT NULL,
        reason text,
        decision jsonb NOT NULL,
        occurred_at timestamptz NOT NULL,
        reversible_until timestamptz,
        CONSTRAINT redemption_shares_close CHECK (discount_fen = union_fen + merchant_fen),
        CONSTRAINT redemption_discount_range CHECK (discount_fen BETWEEN 0 AND amount_fen),
        CONSTRAINT redemption_declined_has_reason CHECK ((state = 'DECLINED') = (reason IS NOT NULL))
      );
      CREATE INDEX redemption_member ON redemption (member_id, occurred_at DESC);
      CREATE INDEX redemption_store ON redemption (store_id, occurred_at DESC);
      CREATE INDEX redemption_terminal ON redemption (terminal_id, occurred_at DESC);
      CREATE INDEX redemption_occurred ON redemption (occurred_at DESC, id DESC);
      CREATE TABLE redemption_use (
        redemption_id uuid NOT NULL,
        campaign_id text NOT NULL,
        version integer NOT NULL,
        discount_fen bigint NOT NULL CONSTRAINT redemption_use_discount_positive CHECK (discount_fen > 0),
        union_fen bigint NOT NULL,
        merchant_fen bigint NOT NULL,
        frozen jsonb NOT NULL,
        PRIMARY KEY (redemption_id, campaign_id),
        CONSTRAINT redemption_use_shares_close CHECK (discount_fen = union_fen + merchant_fen)
      );
      CREATE INDEX redemption_use_campaign ON redemption_use (campaign_id);
      CREATE TABLE reversal (
        id uuid PRIMARY KEY,
        redemption_id uuid NOT NULL,
        type text NOT NULL CONSTRAINT reversal_type_known CHECK (type IN ('CANCEL', 'PARTIAL', 'TIMEOUT')),
        terminal_id text NOT NULL,
        returned_fen bigint NOT NULL,
        union_fen bigint NOT NULL,
        merchant_fen bigint NOT NULL,
        reason text,
        occurred_at timestamptz NOT NULL,
        CONSTRAINT reversal_shares_close CHECK (returned_fen = union_fen + merchant_fen)
      );
      CREATE INDEX reversal_redemption ON reversal (redemption_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE reversal, redemption_use, redemption, code_binding, code_use, idempotency_key;
    `);
  }
}
