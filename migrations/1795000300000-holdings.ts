// What people hold of campaigns: vouchers, balances, uses of a service, with the money promised for them; services redeemed without an amount. New table and columns, the batch's function again with it; short locks on campaign_runtime, redemption and redemption_use.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { COMMIT as COMMIT_BEFORE } from './1795000201000-money-path.js';

export class Holdings1795000300000 implements MigrationInterface {
  readonly name = 'Holdings1795000300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(HOLDING);
    await runner.query(`
      ALTER TABLE campaign_runtime ADD promised_fen bigint NOT NULL DEFAULT 0, ADD claims bigint NOT NULL DEFAULT 0,
        ADD CONSTRAINT campaign_runtime_promised_is_held CHECK (promised_fen BETWEEN 0 AND held_fen),
        ADD CONSTRAINT campaign_runtime_claims_range CHECK (claims >= 0);
      ALTER TABLE campaign_runtime DROP CONSTRAINT campaign_runtime_state_known;
      ALTER TABLE campaign_runtime ADD CONSTRAINT campaign_runtime_state_known CHECK (state IN ('GRANTING', 'PUBLISHED', 'PAUSED', 'ENDED'));
      CREATE TABLE grant_run (
        campaign_id text PRIMARY KEY REFERENCES campaign,
        people bigint NOT NULL CONSTRAINT grant_run_people_range CHECK (people >= 0),
        given bigint NOT NULL DEFAULT 0 CONSTRAINT grant_run_given_range CHECK (given >= 0),
        cursor uuid,
        state text NOT NULL DEFAULT 'RUNNING' CONSTRAINT grant_run_state_known CHECK (state IN ('RUNNING', 'DONE', 'STOPPED')),
        started_at timestamptz NOT NULL,
        ended_at timestamptz
      );
    `);
    await runner.query(relax('redemption', 'redemption_amount_positive', 'redemption_amount_range', 'amount_fen >= 0'));
    await runner.query(
      relax('redemption_use', 'redemption_use_discount_positive', 'redemption_use_discount_range', 'discount_fen >= 0'),
    );
    await runner.query(
      relax(
        'till_authorization',
        'till_authorization_amount_positive',
        'till_authorization_amount_range',
        'amount_fen >= 0',
      ),
    );
    await runner.query(DROP_BEFORE);
    await runner.query(COMMIT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DROP);
    await runner.query(COMMIT_BEFORE);
    await runner.query(
      relax(
        'till_authorization',
        'till_authorization_amount_range',
        'till_authorization_amount_positive',
        'amount_fen > 0',
      ),
    );
    await runner.query(
      relax('redemption_use', 'redemption_use_discount_range', 'redemption_use_discount_positive', 'discount_fen > 0'),
    );
    await runner.query(relax('redemption', 'redemption_amount_range', 'redemption_amount_positive', 'amount_fen > 0'));
    await runner.query(`
      ALTER TABLE campaign_runtime DROP CONSTRAINT campaign_runtime_state_known;
      ALTER TABLE campaign_runtime ADD CONSTRAINT campaign_runtime_state_known CHECK (state IN ('PUBLISHED', 'PAUSED', 'ENDED'));
      ALTER TABLE campaign_runtime DROP CONSTRAINT campaign_runtime_promised_is_held, DROP promised_fen, DROP claims;
      DROP TABLE grant_run, holding;
    `);
  }
}

/** One row a person and campaign: the lock of a use is that person's alone. `promised_fen` is the UNION share kept aside for what is left. */
const HOLDING = `
  CREATE TABLE holding (
    campaign_id text NOT NULL REFERENCES campaign,
    member_id uuid NOT NULL REFERENCES member,
    source text NOT NULL CONSTRAINT holding_source_known CHECK (source IN ('CLAIMED', 'GRANTED')),
    state text NOT NULL DEFAULT 'LIVE' CONSTRAINT holding_state_known CHECK (state IN ('LIVE', 'EXPIRED', 'REVOKED')),
    given_units integer NOT NULL DEFAULT 0,
    units integer NOT NULL DEFAULT 0,
    given_fen bigint NOT NULL DEFAULT 0,
    fen bigint NOT NULL DEFAULT 0,
    promised_fen bigint NOT NULL DEFAULT 0,
    given_at timestamptz NOT NULL,
    PRIMARY KEY (campaign_id, member_id),
    CONSTRAINT holding_units_range CHECK (units BETWEEN 0 AND given_units),
    CONSTRAINT holding_fen_range CHECK (fen BETWEEN 0 AND given_fen),
    CONSTRAINT holding_promised_range CHECK (promised_fen >= 0),
    CONSTRAINT holding_only_live_is_promised CHECK (state = 'LIVE' OR promised_fen = 0)
  ) WITH (fillfactor = 70);
  CREATE INDEX holding_of_member ON holding (member_id) WHERE state <> 'EXPIRED';`;

/** A partition that was made like its parent keeps a copy of a CHECK of its own, which goes too. */
const relax = (table: string, from: string, to: string, check: string): string => `
  DO $$
  DECLARE
    part regclass;
  BEGIN
    ALTER TABLE ${table} DROP CONSTRAINT ${from};
    FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = '${table}'::regclass LOOP
      EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS ${from}', part);
    END LOOP;
    ALTER TABLE ${table} ADD CONSTRAINT ${to} CHECK (${check});
  END $$`;

const DROP_BEFORE = `DROP FUNCTION redemption_commit(timestamptz, boolean, json, json, json, json, json, json, json, json, json)`;
const DROP = `DROP FUNCTION redemption_commit(timestamptz, boolean, json, json, json, json, json, json, json, json, json, json)`;

/** As before, and what people hold: locked after cards and before counters. */
const COMMIT = `
  CREATE FUNCTION redemption_commit(p_now timestamptz, p_claimed boolean, p_keys json, p_codes json, p_cards json, p_holdings json, p_counters json,
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
      -- Look-ups in the order of ids, whatever the planner knows of the tables.
      PERFORM 1 FROM (SELECT id FROM json_to_recordset(p_cards) AS r (id uuid) ORDER BY id) AS r
      CROSS JOIN LATERAL (SELECT 1 FROM card c WHERE c.id = r.id AND c.state = 'ACTIVE' FOR SHARE) AS c;
      GET DIAGNOSTICS done = ROW_COUNT;
      -- Binding a phone locks the card first, so only a statement after the lock sees the slot that counts.
      SELECT count(*), count(d.card_id) INTO wanted, bound
      FROM json_to_recordset(p_cards) AS r (id uuid, slot integer)
      LEFT JOIN card_device d ON d.card_id = r.id AND d.slot = r.slot AND d.replaced_at IS NULL;
      IF done <> wanted OR bound <> wanted THEN RAISE EXCEPTION 'a card changed meanwhile' USING ERRCODE = 'UCG01'; END IF;
    END IF;

    IF p_holdings IS NOT NULL THEN
      -- At most one request of a member is in a batch, so each row is named once.
      PERFORM 1 FROM (SELECT campaign, member FROM json_to_recordset(p_holdings) AS r (campaign text, member uuid)
        ORDER BY campaign COLLATE "C", member) AS r
      CROSS JOIN LATERAL (SELECT 1 FROM holding h WHERE h.campaign_id = r.campaign AND h.member_id = r.member FOR UPDATE) AS h;
      UPDATE holding h SET units = h.units - r.units, fen = h.fen - r.fen, promised_fen = h.promised_fen - r.promised
      FROM json_to_recordset(p_holdings) AS r (campaign text, member uuid, units integer, fen bigint, promised bigint)
      WHERE h.campaign_id = r.campaign AND h.member_id = r.member AND h.state = 'LIVE'
        AND h.units >= r.units AND h.fen >= r.fen AND h.promised_fen >= r.promised;
      GET DIAGNOSTICS done = ROW_COUNT;
      IF done <> json_array_length(p_holdings) THEN RAISE EXCEPTION 'a holding changed meanwhile' USING ERRCODE = 'UCG01'; END IF;
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
      UPDATE campaign_runtime c SET spent_fen = c.spent_fen + r.spent, held_fen = c.held_fen + r.held - r.promised,
        promised_fen = c.promised_fen - r.promised, uses = c.uses + r.uses
      FROM json_to_recordset(p_campaigns) AS r (id text, version integer, spent bigint, held bigint, promised bigint, uses bigint)
      WHERE c.campaign_id = r.id AND CASE WHEN c.version = r.version AND c.state = 'PUBLISHED'
        THEN c.spent_fen + c.held_fen + c.leased_fen + r.spent + r.held - r.promised <= c.total_fen ELSE false END;
      GET DIAGNOSTICS done = ROW_COUNT;
      IF done <> json_array_length(p_campaigns) THEN RAISE EXCEPTION 'a campaign changed meanwhile' USING ERRCODE = 'UCG01'; END IF;
    END IF;
  END $$;
  REVOKE ALL ON FUNCTION redemption_commit(timestamptz, boolean, json, json, json, json, json, json, json, json, json, json) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION redemption_commit(timestamptz, boolean, json, json, json, json, json, json, json, json, json, json) TO app;`;
