-- Metrics of several runs: $1 run ids, $2 keys, $3 values, $4 steps.
INSERT INTO tracking.metrics (run_id, key, value, step)
SELECT run_id, key, value, step
FROM unnest($1::text[], $2::text[], $3::double precision[], $4::bigint[]) AS m (run_id, key, value, step)
