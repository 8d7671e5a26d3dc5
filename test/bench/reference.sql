-- The reference: one stored-procedure call per redemption on the product's own tables, as a good engineer would write it.
CREATE SEQUENCE bench_ctr START 1000000;
CREATE TABLE bench_member AS
  SELECT row_number() OVER () AS n, c.id AS card_id, c.card_no, c.member_id FROM card c WHERE c.state = 'ACTIVE';
CREATE UNIQUE INDEX ON bench_member (n);
ANALYZE;
CREATE FUNCTION bench_redeem(p_n bigint, p_campaign text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  who bench_member;
  ctr bigint := nextval('bench_ctr');
  redemption uuid := uuidv7();
  moment timestamptz := now();
  answer json := json_build_object('code', 'REDEEMED', 'redemptionId', redemption, 'receiptText', repeat('x', 560));
  pad text := repeat('y', 900);
BEGIN
  SELECT * INTO who FROM bench_member WHERE n = p_n;
  INSERT INTO idempotency_key (terminal_id, key, body_hash, outcome, redemption_id, created_at)
  VALUES ('bench-' || p_campaign, 'r' || ctr, decode(repeat('ab', 32), 'hex'), answer, redemption, moment) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN 'REPLAY'; END IF;
  INSERT INTO code_use (card_no, slot, step, ctr, redemption_id)
  VALUES (who.card_no, 1, extract(epoch FROM moment)::bigint / 30, ctr, redemption) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RAISE EXCEPTION 'used'; END IF;
  PERFORM 1 FROM card WHERE id = who.card_id AND state = 'ACTIVE' FOR SHARE;
  IF NOT FOUND THEN RAISE EXCEPTION 'card'; END IF;
  INSERT INTO limit_counter AS c (key, times, amount_fen)
  VALUES ('MEMBER:' || who.member_id || ':' || p_campaign || ':bench', 1, 2000)
  ON CONFLICT (key) DO UPDATE SET times = c.times + 1, amount_fen = c.amount_fen + 2000 WHERE c.times < 1000000;
  IF NOT FOUND THEN RAISE EXCEPTION 'limit'; END IF;
  INSERT INTO redemption (id, state, terminal_id, store_id, merchant_id, member_id, card_id, org_path, ticket_no, amount_fen, discount_fen,
    union_fen, merchant_fen, decision, occurred_at, reversible_until)
  VALUES (redemption, 'REDEEMED', 'bench', 'wal-1', 'wal', who.member_id, who.card_id, '/city/park-a/u1/', 'T' || ctr, 20000, 2000, 2000, 0,
    json_build_object('v', 1, 'pad', pad), moment, moment + interval '7 days');
  INSERT INTO redemption_use (redemption_id, campaign_id, version, discount_fen, union_fen, merchant_fen, frozen)
  VALUES (redemption, p_campaign, 1, 2000, 2000, 0, '{"counters":[],"reversal":{"untilDays":7,"restoresUse":true}}');
  INSERT INTO outbox (id, event, payload, occurred_at)
  VALUES (uuidv7(), 'bench.redeemed', json_build_object('redemptionId', redemption, 'pad', repeat('z', 400)), moment);
  UPDATE campaign_runtime SET spent_fen = spent_fen + 2000, uses = uses + 1
  WHERE campaign_id = p_campaign AND version = 1 AND state = 'PUBLISHED' AND spent_fen + held_fen + leased_fen + 2000 <= total_fen;
  IF NOT FOUND THEN RAISE EXCEPTION 'budget'; END IF;
  RETURN 'REDEEMED';
END $$;
