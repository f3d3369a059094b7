-- Probabilities of the rows that version $2 of model $1 called positive from $3 to before $4, of one such row in $5.
SELECT probability::double precision FROM water.water_inferences
WHERE model = $1 AND version = $2::integer AND role <> 'pinned' AND positive
  AND inferred_at >= $3::timestamptz AND inferred_at < $4::timestamptz
  AND hashint8(inference_id) % $5::integer = 0
