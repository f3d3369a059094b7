-- What was found of version $2 of model $1 from $3 to $4, at $8. Somebody who was faster found the same.
INSERT INTO tracking.drift_windows (name, version, window_start, window_end, n_rows, outcome, reason, computed_at)
VALUES ($1, $2::integer, $3::timestamptz, $4::timestamptz, $5::bigint, $6, $7, $8::timestamptz)
ON CONFLICT DO NOTHING
