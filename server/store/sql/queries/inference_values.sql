-- What version $2 of model $1 was asked and answered from $3 to before $4, of one inference in $5: how often each value of
-- each feature occurs, by the feature's place from 1; the place after the last is the probability, of a regression the value. Not measured: NULL.
SELECT f.place, f.value::double precision, count(*)
FROM water.water_inferences i
CROSS JOIN LATERAL unnest(i.features || coalesce(i.probability, i.margin)) WITH ORDINALITY AS f (value, place)
WHERE i.model = $1 AND i.version = $2::integer AND i.role <> 'pinned'
  AND i.inferred_at >= $3::timestamptz AND i.inferred_at < $4::timestamptz
  AND hashint8(i.inference_id) % $5::integer = 0
GROUP BY f.place, f.value
ORDER BY f.place, f.value
