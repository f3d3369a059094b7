-- All decisions about model $1, newest first.
SELECT promotion_id, name, version, from_version, outcome, reason, figures, decided_by,
       to_char(decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
FROM tracking.promotions
WHERE name = $1
ORDER BY promotion_id DESC
