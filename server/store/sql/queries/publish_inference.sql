-- Makes the answer of number $1 public, once: $2 who, $3 by which token.
INSERT INTO water.inference_publications (inference_id, inferred_at, published_by, published_token_id)
SELECT inference_id, inferred_at, $2, $3::bigint FROM water.water_inferences WHERE inference_id = $1::bigint
ON CONFLICT DO NOTHING
