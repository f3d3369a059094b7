-- Params of run $1, written once: $2 keys, $3 values.
INSERT INTO tracking.params (run_id, key, value) SELECT $1, key, value FROM unnest($2::text[], $3::text[]) AS p (key, value)
