-- The answer of number $1 with the bits of its numbers, big-endian in hex; published_at is NULL where it is not public.
-- Among those not public it is looked for only where $2 says so: that may read pages of every month, while a publication
-- knows its row's key.
SELECT i.inference_id, to_char(i.inferred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), i.model, i.version,
       i.role, i.plant_id, to_json(i.features), i.margin, encode(float4send(i.margin), 'hex'), i.probability,
       encode(float4send(i.probability), 'hex'), i.threshold, i.positive,
       to_char(p.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), v.data_origin
FROM water.water_inferences i
LEFT JOIN water.inference_publications p USING (inferred_at, inference_id)
JOIN tracking.model_versions v ON v.name = i.model AND v.version = i.version
WHERE i.inference_id = $1::bigint AND ($2::boolean OR p.inference_id IS NOT NULL)
