-- A decision about version $2 of model $1; answers the row as promotions.sql does.
INSERT INTO tracking.promotions (name, version, from_version, outcome, reason, figures, decided_by)
VALUES ($1, $2::integer, $3::integer, $4, $5, $6::jsonb, $7)
RETURNING promotion_id, name, version, from_version, outcome, reason, figures, decided_by,
          to_char(decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
