-- The next version of model $1. Nothing is inserted when run $2 is not at work any more: it was given up for dead. Its row is
-- locked, so that nobody gives it up before the version can be seen.
INSERT INTO tracking.model_versions
  (name, version, run_id, family, sha256, size_bytes, threshold, metrics, parity_rows, parity_digest, data_origin, alarms)
SELECT $1, 1 + coalesce((SELECT max(version) FROM tracking.model_versions WHERE name = $1), 0), r.run_id,
       $3, $4, $5::bigint, $6::double precision, $7::jsonb, $8::integer, $9, $10, $11::text[]
FROM tracking.runs r
WHERE r.run_id = $2 AND r.status = 'RUNNING'
FOR NO KEY UPDATE OF r
RETURNING version
