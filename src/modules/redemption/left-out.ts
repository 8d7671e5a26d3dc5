/** Benefits a redemption's decision left out, by the names they had; `r` is the redemption. */
export const LEFT_OUT = `(SELECT coalesce(json_agg(json_build_object('campaignId', c->>'id', 'label', v.label, 'reason', c->>'left') ORDER BY c->>'id'), '[]')
   FROM json_array_elements(r.decision->'campaigns') AS c
   JOIN campaign_label v ON v.campaign_id = c->>'id' AND v.version = (c->>'version')::int WHERE c->>'left' IS NOT NULL)`;
