/** What reversals gave back to the holder of redemption `r`: vouchers, balances, uses of services. */
export const RESTORED = `(SELECT coalesce(json_agg(b->'restored' ORDER BY back.id, b->>'campaignId'), '[]')
   FROM reversal back CROSS JOIN LATERAL jsonb_array_elements(back.uses) AS b
   WHERE back.redemption_id = r.id AND b->'restored' IS NOT NULL AND b->'restored' <> 'null')`;
