-- The decision that made the champion of model $1 at $2; no row where there was none. Columns as in promotions.sql.
SELECT promotion_id, name, version, from_version, outcome, reason, figures, decided_by,
       to_char(decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
FROM tracking.promotions
WHERE name = $1 AND decided_at <= $2::timestamptz AND outcome <> 'refused'
ORDER BY promotion_id DESC
LIMIT 1
