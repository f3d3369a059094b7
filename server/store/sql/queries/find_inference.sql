-- The answer of number $1 with the bits of its numbers, big-endian in hex; published_at is NULL where it is not public.
SELECT i.inference_id, to_char(i.inferred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), i.model, i.version,
       i.role, i.plant_id, to_json(i.features), i.margin, encode(float4send(i.margin), 'hex'), i.probability,
       encode(float4send(i.probability), 'hex'), i.threshold, i.positive,
       to_char(p.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
FROM water.water_inferences i LEFT JOIN water.inference_publications p USING (inference_id)
WHERE i.inference_id = $1::bigint
