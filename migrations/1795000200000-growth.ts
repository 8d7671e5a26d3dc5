// Tables that grow for ever become partitioned: by the time inside their UUIDv7, code uses by step, keys by hash; and the columns of partial reversals and authorizations. Rewrites the tables of the money path under ACCESS EXCLUSIVE: run it while tills are closed.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const MOVED = [
  'outbox',
  'inbox',
  'posting',
  'idempotency_key',
  'code_use',
  'redemption',
  'redemption_use',
  'reversal',
] as const;

const KEY_PARTITIONS = 8;
/** Months made ahead at once; from then on the maintenance job keeps as many. */
const MONTHS_AHEAD = 3;

const OUTBOX = `
  id uuid NOT NULL,
  event text NOT NULL,
  payload json NOT NULL,
  occurred_at timestamptz NOT NULL,
  status text NOT NULL DEFAULT 'WAITING' CONSTRAINT outbox_status_known CHECK (status IN ('WAITING', 'LEASED', 'SENT')),
  leased_until timestamptz,
  sent_at timestamptz`;
const INBOX = `
  consumer text NOT NULL,
  event_id uuid NOT NULL,
  handled_at timestamptz NOT NULL DEFAULT now()`;
const POSTING = `
  event_id uuid NOT NULL,
  seq smallint NOT NULL,
  debit_account text NOT NULL,
  credit_account text NOT NULL,
  amount_fen bigint NOT NULL CONSTRAINT posting_amount_positive CHECK (amount_fen > 0),
  reason text NOT NULL,
  redemption_id uuid,
  occurred_at timestamptz NOT NULL,
  posted_at timestamptz NOT NULL,
  CONSTRAINT posting_two_accounts CHECK (debit_account <> credit_account)`;
const KEY = `
  terminal_id text NOT NULL,
  key text NOT NULL CONSTRAINT idempotency_key_length CHECK (char_length(key) BETWEEN 1 AND 64),
  body_hash bytea,
  outcome json,
  redemption_id uuid,
  created_at timestamptz NOT NULL`;
const CODE_USE = `
  card_no bigint NOT NULL,
  slot integer NOT NULL,
  step bigint NOT NULL,
  ctr bigint NOT NULL,
  redemption_id uuid NOT NULL`;
const REDEMPTION = `
  id uuid NOT NULL,
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
  decision json NOT NULL,
  occurred_at timestamptz NOT NULL,
  reversible_until timestamptz,
  CONSTRAINT redemption_shares_close CHECK (discount_fen = union_fen + merchant_fen),
  CONSTRAINT redemption_discount_range CHECK (discount_fen BETWEEN 0 AND amount_fen),
  CONSTRAINT redemption_declined_has_reason CHECK ((state = 'DECLINED') = (reason IS NOT NULL))`;
const RETURNED = `,
  returned_amount_fen bigint NOT NULL DEFAULT 0,
  returned_discount_fen bigint NOT NULL DEFAULT 0,
  returned_union_fen bigint NOT NULL DEFAULT 0,
  returned_merchant_fen bigint NOT NULL DEFAULT 0,
  CONSTRAINT redemption_returned_shares_close CHECK (returned_discount_fen = returned_union_fen + returned_merchant_fen),
  CONSTRAINT redemption_returned_range CHECK (returned_amount_fen BETWEEN 0 AND amount_fen AND returned_discount_fen BETWEEN 0 AND discount_fen)`;
const USE = `
  redemption_id uuid NOT NULL,
  campaign_id text NOT NULL,
  version integer NOT NULL,
  discount_fen bigint NOT NULL CONSTRAINT redemption_use_discount_positive CHECK (discount_fen > 0),
  union_fen bigint NOT NULL,
  merchant_fen bigint NOT NULL,
  frozen json NOT NULL,
  CONSTRAINT redemption_use_shares_close CHECK (discount_fen = union_fen + merchant_fen)`;
const REVERSAL = `
  id uuid NOT NULL,
  redemption_id uuid NOT NULL,
  type text NOT NULL CONSTRAINT reversal_type_known CHECK (type IN ('CANCEL', 'PARTIAL', 'TIMEOUT')),
  terminal_id text NOT NULL,
  returned_fen bigint NOT NULL,
  union_fen bigint NOT NULL,
  merchant_fen bigint NOT NULL,
  reason text,
  occurred_at timestamptz NOT NULL,
  CONSTRAINT reversal_shares_close CHECK (returned_fen = union_fen + merchant_fen)`;
const REVERSAL_PARTS = `,
  amount_fen bigint NOT NULL DEFAULT 0,
  items jsonb NOT NULL DEFAULT '[]',
  uses jsonb NOT NULL DEFAULT '[]'`;
const AUTHORIZATION = `
  id uuid NOT NULL,
  state text NOT NULL CONSTRAINT till_authorization_state_known CHECK (state IN ('HELD', 'CAPTURED', 'VOIDED', 'EXPIRED')),
  terminal_id text NOT NULL,
  store_id text NOT NULL,
  merchant_id text NOT NULL,
  member_id uuid NOT NULL,
  card_id uuid NOT NULL,
  org_path text NOT NULL,
  ticket_no text NOT NULL,
  cashier text,
  amount_fen bigint NOT NULL CONSTRAINT till_authorization_amount_positive CHECK (amount_fen > 0),
  discount_fen bigint NOT NULL,
  union_fen bigint NOT NULL,
  merchant_fen bigint NOT NULL,
  uses json NOT NULL,
  decision json NOT NULL,
  held_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  redemption_id uuid,
  CONSTRAINT till_authorization_shares_close CHECK (discount_fen = union_fen + merchant_fen),
  CONSTRAINT till_authorization_ends_once CHECK ((state = 'HELD') = (ended_at IS NULL)),
  CONSTRAINT till_authorization_captured_has_redemption CHECK ((state = 'CAPTURED') = (redemption_id IS NOT NULL))`;

const INDEXES = `
  CREATE INDEX outbox_unsent ON outbox (occurred_at) WHERE status <> 'SENT';
  CREATE INDEX outbox_sent_at ON outbox (sent_at) WHERE status = 'SENT';
  CREATE INDEX posting_redemption ON posting (redemption_id);
  CREATE INDEX redemption_member ON redemption (member_id, occurred_at DESC);
  CREATE INDEX redemption_store ON redemption (store_id, occurred_at DESC);
  CREATE INDEX redemption_terminal ON redemption (terminal_id, occurred_at DESC);
  CREATE INDEX redemption_occurred ON redemption (occurred_at DESC, id DESC);
  REVOKE UPDATE, DELETE ON posting FROM app;`;

export class Growth1795000200000 implements MigrationInterface {
  readonly name = 'Growth1795000200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA part;
      ${PARTITION_FUNCTIONS}
      CREATE SCHEMA flat;
      ${MOVED.map((table) => `ALTER TABLE ${table} SET SCHEMA flat;`).join('\n')}
      CREATE TABLE outbox (${OUTBOX}, PRIMARY KEY (id)) PARTITION BY RANGE (id);
      CREATE TABLE inbox (${INBOX}, PRIMARY KEY (consumer, event_id)) PARTITION BY RANGE (event_id);
      CREATE TABLE posting (${POSTING}, CONSTRAINT posting_once PRIMARY KEY (event_id, seq)) PARTITION BY RANGE (event_id);
      CREATE TABLE idempotency_key (${KEY}, PRIMARY KEY (terminal_id, key)) PARTITION BY HASH (terminal_id, key);
      CREATE TABLE code_use (${CODE_USE}, PRIMARY KEY (card_no, slot, step, ctr)) PARTITION BY RANGE (step);
      CREATE TABLE redemption (${REDEMPTION}${RETURNED}, PRIMARY KEY (id)) PARTITION BY RANGE (id);
      CREATE TABLE redemption_use (${USE}, PRIMARY KEY (redemption_id, campaign_id)) PARTITION BY RANGE (redemption_id);
      CREATE TABLE reversal (${REVERSAL}${REVERSAL_PARTS}, PRIMARY KEY (redemption_id, id)) PARTITION BY RANGE (redemption_id);
      CREATE TABLE till_authorization (${AUTHORIZATION}, PRIMARY KEY (id)) PARTITION BY RANGE (id);
      CREATE INDEX till_authorization_open ON till_authorization (expires_at) WHERE state = 'HELD';
      CREATE INDEX till_authorization_open_card ON till_authorization (card_id) WHERE state = 'HELD';
      CREATE INDEX till_authorization_member ON till_authorization (member_id, held_at DESC);
      ${INDEXES}
      ${Array.from(
        { length: KEY_PARTITIONS },
        (_, at) =>
          `CREATE TABLE part.idempotency_key_${at} PARTITION OF idempotency_key FOR VALUES WITH (MODULUS ${KEY_PARTITIONS}, REMAINDER ${at});`,
      ).join('\n')}
      SELECT partitions_begin();
      SELECT partitions_ahead(${MONTHS_AHEAD});
      INSERT INTO outbox SELECT * FROM flat.outbox;
      INSERT INTO inbox SELECT * FROM flat.inbox;
      INSERT INTO posting SELECT event_id, seq, debit_account, credit_account, amount_fen, reason, redemption_id, occurred_at, posted_at FROM flat.posting;
      INSERT INTO idempotency_key SELECT * FROM flat.idempotency_key;
      INSERT INTO code_use SELECT * FROM flat.code_use;
      INSERT INTO redemption SELECT * FROM flat.redemption;
      INSERT INTO redemption_use SELECT * FROM flat.redemption_use;
      ${REVERSALS_WITH_PARTS}
      UPDATE redemption r SET returned_amount_fen = amount_fen, returned_discount_fen = discount_fen,
        returned_union_fen = union_fen, returned_merchant_fen = merchant_fen WHERE state = 'REVERSED';
      DROP SCHEMA flat CASCADE;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA flat;
      ${MOVED.map((table) => `ALTER TABLE ${table} SET SCHEMA flat;`).join('\n')}
      CREATE TABLE outbox (${OUTBOX.replace('payload json ', 'payload jsonb ')}, PRIMARY KEY (id));
      CREATE TABLE inbox (${INBOX}, PRIMARY KEY (consumer, event_id));
      CREATE TABLE posting (id uuid PRIMARY KEY, ${POSTING}, CONSTRAINT posting_once UNIQUE (event_id, seq),
        FOREIGN KEY (debit_account) REFERENCES ledger_account, FOREIGN KEY (credit_account) REFERENCES ledger_account);
      CREATE TABLE idempotency_key (${KEY}, PRIMARY KEY (terminal_id, key));
      CREATE TABLE code_use (${CODE_USE}, PRIMARY KEY (card_no, slot, step, ctr));
      CREATE TABLE redemption (${REDEMPTION.replace('decision json ', 'decision jsonb ')}, PRIMARY KEY (id));
      CREATE TABLE redemption_use (${USE.replace('frozen json ', 'frozen jsonb ')}, PRIMARY KEY (redemption_id, campaign_id));
      CREATE TABLE reversal (${REVERSAL}, PRIMARY KEY (id));
      CREATE INDEX reversal_redemption ON reversal (redemption_id);
      ${INDEXES}
      INSERT INTO outbox SELECT * FROM flat.outbox;
      INSERT INTO inbox SELECT * FROM flat.inbox;
      INSERT INTO posting SELECT gen_random_uuid(), * FROM flat.posting;
      INSERT INTO idempotency_key SELECT * FROM flat.idempotency_key;
      INSERT INTO code_use SELECT * FROM flat.code_use;
      INSERT INTO redemption SELECT id, state, terminal_id, store_id, merchant_id, member_id, card_id, org_path, ticket_no, cashier,
        amount_fen, discount_fen, union_fen, merchant_fen, reason, decision::jsonb, occurred_at, reversible_until FROM flat.redemption;
      INSERT INTO redemption_use SELECT redemption_id, campaign_id, version, discount_fen, union_fen, merchant_fen, frozen::jsonb FROM flat.redemption_use;
      INSERT INTO reversal SELECT id, redemption_id, type, terminal_id, returned_fen, union_fen, merchant_fen, reason, occurred_at FROM flat.reversal;
      DROP TABLE till_authorization;
      DROP SCHEMA flat CASCADE;
      DROP FUNCTION partitions_ahead(integer), partitions_begin(), partition_make(text, date), partition_bound(text, timestamptz);
      DROP SCHEMA part CASCADE;
    `);
  }
}

/** What a whole reversal of the time before gave back, taken from the uses it reversed. */
const REVERSALS_WITH_PARTS = `
  INSERT INTO reversal
  SELECT v.id, v.redemption_id, v.type, v.terminal_id, v.returned_fen, v.union_fen, v.merchant_fen, v.reason, v.occurred_at, r.amount_fen, '[]'::jsonb,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('campaignId', u.campaign_id, 'discountFen', u.discount_fen, 'unionFen', u.union_fen,
       'merchantFen', u.merchant_fen, 'uses', 1, 'counters', u.frozen->'counters', 'lineId', NULL) ORDER BY u.campaign_id), '[]')
     FROM flat.redemption_use u WHERE u.redemption_id = v.redemption_id)
  FROM flat.reversal v JOIN flat.redemption r ON r.id = v.redemption_id;`;

/**
 * Partitions are months of Shanghai. A new one is made beside its parent with a CHECK of its range and then attached, which
 * neither blocks the tills nor scans; there is no default partition. Role maintenance may call `partitions_ahead` and nothing else.
 */
const PARTITION_FUNCTIONS = `
  CREATE FUNCTION partition_bound(parent text, at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN parent = 'code_use' THEN (extract(epoch FROM at)::bigint / 30)::text
      ELSE regexp_replace(lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0'), '^(.{8})(.{4})$', '\\1-\\2-0000-0000-000000000000') END
  $$;
  CREATE FUNCTION partition_make(parent text, month date) RETURNS boolean LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  DECLARE
    child text := parent || to_char(month, '_YYYY_MM');
    key text := substring(pg_get_partkeydef(parent::regclass) FROM '\\((.*)\\)');
    low text := partition_bound(parent, month::timestamp AT TIME ZONE 'Asia/Shanghai');
    high text := partition_bound(parent, (month + interval '1 month') AT TIME ZONE 'Asia/Shanghai');
  BEGIN
    IF to_regclass('part.' || child) IS NOT NULL THEN RETURN false; END IF;
    EXECUTE format('CREATE TABLE part.%I (LIKE public.%I INCLUDING ALL, CONSTRAINT in_range CHECK (%I IS NOT NULL AND %I >= %L AND %I < %L))',
      child, parent, key, key, low, key, high);
    EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION part.%I FOR VALUES FROM (%L) TO (%L)', parent, child, low, high);
    EXECUTE format('ALTER TABLE part.%I DROP CONSTRAINT in_range', child);
    RETURN true;
  END $$;
  CREATE FUNCTION partitions_begin() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    parent text;
    first timestamptz := date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai';
  BEGIN
    FOR parent IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'p' AND pg_get_partkeydef(oid) LIKE 'RANGE%' LOOP
      EXECUTE format('CREATE TABLE part.%I PARTITION OF public.%I FOR VALUES FROM (MINVALUE) TO (%L)',
        parent || '_before', parent, partition_bound(parent, first));
    END LOOP;
  END $$;
  CREATE FUNCTION partitions_ahead(months integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    parent text;
    made integer := 0;
  BEGIN
    IF months NOT BETWEEN 0 AND 24 THEN RAISE EXCEPTION 'months must be 0 to 24'; END IF;
    -- Two processes must not make one partition twice.
    PERFORM pg_advisory_xact_lock(20161232);
    FOR parent IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'p' AND pg_get_partkeydef(oid) LIKE 'RANGE%' ORDER BY relname LOOP
      FOR ahead IN 0..months LOOP
        made := made + partition_make(parent, (date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai') + make_interval(months => ahead))::date)::integer;
      END LOOP;
    END LOOP;
    RETURN made;
  END $$;
  REVOKE ALL ON FUNCTION partition_make(text, date), partitions_begin(), partitions_ahead(integer) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION partitions_ahead(integer) TO maintenance;`;
