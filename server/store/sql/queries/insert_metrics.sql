-- Metrics of run $1: $2 keys, $3 values, $4 steps.
INSERT INTO tracking.metrics (run_id, key, value, step)
SELECT $1, key, value, step FROM unnest($2::text[], $3::double precision[], $4::bigint[]) AS m (key, value, step)
