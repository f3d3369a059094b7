SELECT (jsonb_build_object('batch_id', batch_id, 'created_at', to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
        || report)::text
FROM water.batches WHERE batch_id = $1
