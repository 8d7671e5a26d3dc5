// The money path in two calls: the epoch of what campaigns say, and the one function that writes a batch of decisions. New table, triggers and function, short locks on campaign_runtime and holiday.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class MoneyPath1795000201000 implements MigrationInterface {
  readonly name = 'MoneyPath1795000201000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(EPOCH);
    await runner.query(COMMIT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION redemption_commit(timestamptz, boolean, json, json, json, json, json, json, json, json, json);
      DROP TRIGGER holiday_moves_epoch ON holiday;
      DROP TRIGGER campaign_runtime_moves_epoch ON campaign_runtime;
      DROP FUNCTION benefit_epoch_next();
      DROP TABLE benefit_epoch;
    `);
  }
}

/**
 * A process keeps campaigns compiled; every load compares this number. It moves by trigger, so that no writer can forget it, and
 * only for what the snapshot holds: spending does not name those columns.
 */
const EPOCH = `
  CREATE TABLE benefit_epoch (
    id boolean PRIMARY KEY DEFAULT true CONSTRAINT benefit_epoch_single CHECK (id),
    epoch bigint NOT NULL
  );
  INSERT INTO benefit_epoch (epoch) VALUES (1);
  CREATE FUNCTION benefit_epoch_next() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE benefit_epoch SET epoch = epoch + 1;
    RETURN NULL;
  END $$;
  CREATE TRIGGER campaign_runtime_moves_epoch
    AFTER INSERT OR DELETE OR UPDATE OF state, version, starts_at, ends_at ON campaign_runtime
    FOR EACH STATEMENT EXECUTE FUNCTION benefit_epoch_next();
  CREATE TRIGGER holiday_moves_epoch AFTER INSERT OR UPDATE OR DELETE ON holiday
    FOR EACH STATEMENT EXECUTE FUNCTION benefit_epoch_next();`;

/**
 * Writes a batch as decided or nothing at all: SQLSTATE UCG01 says which guard no longer holds, and the caller decides again.
 * Lock order, every set sorted: keys, code uses, cards, counters, campaigns last. With p_claimed the caller has claimed keys and
 * code uses before, in this transaction. This is the only place that writes tables of other modules.
 */
export const COMMIT = `
  CREATE FUNCTION redemption_commit(p_now timestamptz, p_claimed boolean, p_keys json, p_codes json, p_cards json, p_counters json,
    p_redemptions json, p_uses json, p_holds json, p_events json, p_campaigns json) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    done bigint;
    wanted bigint;
    bound bigint;
  BEGIN
    IF p_claimed THEN
      UPDATE idempotency_key k SET outcome = r.outcome, redemption_id = r.id
      FROM json_to_recordset(p_keys) AS r (terminal text, key text, outcome json, id uuid)
      WHERE k.terminal_id = r.terminal AND k.key = r.key;
    ELSE
      WITH input AS MATERIALIZED (
        SELECT * FROM json_to_recordset(p_keys) AS r (terminal text, key text, hash text, outcome json, id uuid)
      ), made AS (
        INSERT INTO idempotency_key (terminal_id, key, body_hash, outcome, redemption_id, created_at)
        SELECT terminal, key, decode(hash, 'hex'), outcome, id, p_now FROM input ORDER BY terminal, key
        ON CONFLICT DO NOTHING RETURNING 1
      )
      SELECT (SELECT count(*) FROM made), (SELECT count(*) FROM input) INTO done, wanted;
      IF done <> wanted THEN RAISE EXCEPTION 'a key was used meanwhile' USING ERRCODE = 'UCG01'; END IF;

      IF p_codes IS NOT NULL THEN
        WITH input AS MATERIALIZED (
          SELECT * FROM json_to_recordset(p_codes) AS r (card_no bigint, slot integer, step bigint, ctr bigint, id uuid)
        ), made AS (
          INSERT INTO code_use (card_no, slot, step, ctr, redemption_id)
          SELECT card_no, slot, step, ctr, id FROM input ORDER BY card_no, slot, step, ctr
          ON CONFLICT DO NOTHING RETURNING 1
        )
        SELECT (SELECT count(*) FROM made), (SELECT count(*) FROM input) INTO done, wanted;
        IF done <> wanted THEN RAISE EXCEPTION 'a code was used meanwhile' USING ERRCODE = 'UCG01'; END IF;
      END IF;
    END IF;

    IF p_cards IS NOT NULL THEN
      PERFORM 1 FROM card c JOIN json_to_recordset(p_cards) AS r (id uuid, slot integer) ON r.id = c.id
      WHERE c.state = 'ACTIVE' ORDER BY c.id FOR SHARE OF c;
      GET DIAGNOSTICS done = ROW_COUNT;
      -- Binding a phone locks the card first, so only a statement after the lock sees the slot that counts.
      SELECT count(*), count(d.card_id) INTO wanted, bound
      FROM json_to_recordset(p_cards) AS r (id uuid, slot integer)
      LEFT JOIN card_device d ON d.card_id = r.id AND d.slot = r.slot AND d.replaced_at IS NULL;
      IF done <> wanted OR bound <> wanted THEN RAISE EXCEPTION 'a card changed meanwhile' USING ERRCODE = 'UCG01'; END IF;
    END IF;

    IF p_counters IS NOT NULL THEN
      -- Moved first and judged after: what is over a limit is rolled back with everything else.
      WITH input AS MATERIALIZED (
        SELECT * FROM json_to_recordset(p_counters) AS r (key text, times bigint, fen bigint, "limitTimes" bigint, "limitFen" bigint)
      ), moved AS (
        INSERT INTO limit_counter AS c (key, times, amount_fen) SELECT key, times, fen FROM input ORDER BY key COLLATE "C"
        ON CONFLICT (key) DO UPDATE SET times = c.times + excluded.times, amount_fen = c.amount_fen + excluded.amount_fen
        RETURNING key, times, amount_fen
      )
      SELECT count(*) INTO done FROM moved JOIN input USING (key)
      WHERE moved.times > input."limitTimes" OR moved.amount_fen > input."limitFen";
      IF done > 0 THEN RAISE EXCEPTION 'a limit was reached meanwhile' USING ERRCODE = 'UCG01'; END IF;
    END IF;

    IF p_redemptions IS NOT NULL THEN
      INSERT INTO redemption (id, state, terminal_id, store_id, merchant_id, member_id, card_id, org_path, ticket_no, cashier, amount_fen,
        discount_fen, union_fen, merchant_fen, reason, decision, occurred_at, reversible_until)
      SELECT id, CASE WHEN reason IS NULL THEN 'REDEEMED' ELSE 'DECLINED' END, terminal, store, merchant, member, card, org, ticket, cashier,
        amount, discount, "unionFen", "merchantFen", reason, decision, p_now, until
      FROM json_to_recordset(p_redemptions) AS r (id uuid, terminal text, store text, merchant text, member uuid, card uuid, org text,
        ticket text, cashier text, amount bigint, discount bigint, "unionFen" bigint, "merchantFen" bigint, reason text, decision json, until timestamptz);
    END IF;
    IF p_uses IS NOT NULL THEN
      INSERT INTO redemption_use (redemption_id, campaign_id, version, discount_fen, union_fen, merchant_fen, frozen)
      SELECT id, campaign, version, discount, "unionFen", "merchantFen", frozen
      FROM json_to_recordset(p_uses) AS r (id uuid, campaign text, version integer, discount bigint, "unionFen" bigint, "merchantFen" bigint, frozen json);
    END IF;
    IF p_holds IS NOT NULL THEN
      INSERT INTO till_authorization (id, state, terminal_id, store_id, merchant_id, member_id, card_id, org_path, ticket_no, cashier, amount_fen,
        discount_fen, union_fen, merchant_fen, uses, decision, held_at, expires_at)
      SELECT id, 'HELD', terminal, store, merchant, member, card, org, ticket, cashier, amount, discount, "unionFen", "merchantFen", uses, decision, p_now, until
      FROM json_to_recordset(p_holds) AS r (id uuid, terminal text, store text, merchant text, member uuid, card uuid, org text, ticket text,
        cashier text, amount bigint, discount bigint, "unionFen" bigint, "merchantFen" bigint, uses json, decision json, until timestamptz);
    END IF;
    IF p_events IS NOT NULL THEN
      INSERT INTO outbox (id, event, payload, occurred_at)
      SELECT id, event, payload, p_now FROM json_to_recordset(p_events) AS r (id uuid, event text, payload json);
    END IF;

    -- The hot rows, last: their locks must be the shortest.
    IF p_campaigns IS NOT NULL THEN
      -- Sorted by the caller, and taken one by one in that order. The CASE hides how few rows a condition may leave, which would
      -- have the planner walk through all campaigns for each batch.
      UPDATE campaign_runtime c SET spent_fen = c.spent_fen + r.spent, held_fen = c.held_fen + r.held, uses = c.uses + r.uses
      FROM json_to_recordset(p_campaigns) AS r (id text, version integer, spent bigint, held bigint, uses bigint)
      WHERE c.campaign_id = r.id AND CASE WHEN c.version = r.version AND c.state = 'PUBLISHED'
        THEN c.spent_fen + c.held_fen + c.leased_fen + r.spent + r.held <= c.total_fen ELSE false END;
      GET DIAGNOSTICS done = ROW_COUNT;
      IF done <> json_array_length(p_campaigns) THEN RAISE EXCEPTION 'a campaign changed meanwhile' USING ERRCODE = 'UCG01'; END IF;
    END IF;
  END $$;
  REVOKE ALL ON FUNCTION redemption_commit(timestamptz, boolean, json, json, json, json, json, json, json, json, json) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION redemption_commit(timestamptz, boolean, json, json, json, json, json, json, json, json, json) TO app;`;
