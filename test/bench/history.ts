import type { Client } from 'pg';

const MONTHS_BACK = 10;

/** A past of many months has many partitions, as years of use leave them; a database made today has one for all that was before. */
export async function splitPast(owner: Client): Promise<void> {
  await owner.query(`
    DO $$
    DECLARE
      parent text;
      this_month timestamp := date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai');
    BEGIN
      FOR parent IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'p' AND pg_get_partkeydef(oid) LIKE 'RANGE%' LOOP
        EXECUTE format('ALTER TABLE public.%I DETACH PARTITION part.%I', parent, parent || '_before');
        EXECUTE format('ALTER TABLE part.%I RENAME TO %I', parent || '_before', parent || '_whole');
        FOR back IN 1..${MONTHS_BACK} LOOP
          PERFORM partition_make(parent, (this_month - make_interval(months => back))::date);
        END LOOP;
        EXECUTE format('CREATE TABLE part.%I PARTITION OF public.%I FOR VALUES FROM (MINVALUE) TO (%L)', parent || '_before', parent,
          partition_bound(parent, (this_month - make_interval(months => ${MONTHS_BACK})) AT TIME ZONE 'Asia/Shanghai'));
        EXECUTE format('INSERT INTO public.%I SELECT * FROM part.%I', parent, parent || '_whole');
        EXECUTE format('DROP TABLE part.%I', parent || '_whole');
      END LOOP;
    END $$`);
}

/** Past redemptions of those months, each with all that one leaves: its use, key, code, event, notes of who heard it, posting. */
export async function fillPast(owner: Client, count: number): Promise<void> {
  await owner.query(
    `WITH made AS MATERIALIZED (
       SELECT uuidv7(-p.past) AS id, uuidv7(-p.past) AS event_id, now() - p.past AS at, nextval('bench_ctr') AS ctr, m.*
       FROM generate_series(1, $1::int) AS s (n)
       CROSS JOIN LATERAL (SELECT random() * interval '300 days' + s.n * interval '0' AS past, 1 + (s.n % (SELECT count(*) FROM bench_member)) AS pick) AS p
       JOIN bench_member m ON m.n = p.pick
     ), redeemed AS (
       INSERT INTO redemption (id, state, terminal_id, store_id, merchant_id, member_id, card_id, org_path, ticket_no, amount_fen, discount_fen,
         union_fen, merchant_fen, decision, occurred_at, reversible_until)
       SELECT id, 'REDEEMED', 'past', 'wal-1', 'wal', member_id, card_id, '/city/park-a/u1/', 'past', 20000, 2000, 2000, 0, '{"v":1}', at, at + interval '7 days'
       FROM made
     ), used AS (
       INSERT INTO redemption_use (redemption_id, campaign_id, version, discount_fen, union_fen, merchant_fen, frozen)
       SELECT id, 'hot', 1, 2000, 2000, 0, '{}' FROM made
     ), shown AS (
       INSERT INTO code_use (card_no, slot, step, ctr, redemption_id) SELECT card_no, 1, extract(epoch FROM at)::bigint / 30, ctr, id FROM made
     ), announced AS (
       INSERT INTO outbox (id, event, payload, occurred_at, status, sent_at)
       SELECT event_id, 'redemption.redeemed', json_build_object('redemptionId', id, 'pad', repeat('z', 400)), at, 'SENT', at FROM made
     ), heard AS (
       INSERT INTO inbox (consumer, event_id, handled_at) SELECT consumer, event_id, at FROM made, unnest(ARRAY['books', 'reporting']) AS consumer
     ), posted AS (
       INSERT INTO posting (event_id, seq, debit_account, credit_account, amount_fen, reason, redemption_id, occurred_at, posted_at)
       SELECT event_id, 1, 'merchant:wal', 'campaign:hot', 2000, 'REDEEMED', id, at, at FROM made
     )
     INSERT INTO idempotency_key (terminal_id, key, body_hash, outcome, redemption_id, created_at)
     SELECT 'past', id::text, '\\x00', '{}', id, at FROM made`,
    [count],
  );
}
