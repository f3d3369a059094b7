-- Tags of run $1: $2 keys, $3 values. A later value replaces an earlier one.
INSERT INTO tracking.tags (run_id, key, value) SELECT $1, key, value FROM unnest($2::text[], $3::text[]) AS t (key, value)
ON CONFLICT (run_id, key) DO UPDATE SET value = excluded.value
