-- Params of several runs, written once: $1 run ids, $2 keys, $3 values.
INSERT INTO tracking.params (run_id, key, value)
SELECT run_id, key, value FROM unnest($1::text[], $2::text[], $3::text[]) AS p (run_id, key, value)
