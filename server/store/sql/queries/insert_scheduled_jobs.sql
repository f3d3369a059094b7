-- A retraining due at $1 for each of the models $2 that has had none for that time and no new version since. Asked again,
-- it adds nothing, nor takes a number; of several missed times only the last is asked for. $3 is now.
INSERT INTO ops.jobs (kind, model, requested_by, reason, scheduled_for, status, not_before, created_at)
SELECT 'retrain', m.name, 'daily schedule', 'schedule', $1::timestamptz, 'QUEUED', $3::timestamptz, $3::timestamptz
FROM tracking.registered_models m
WHERE m.name = ANY ($2::text[])
  AND NOT EXISTS (SELECT FROM ops.jobs j
                  WHERE j.kind = 'retrain' AND j.model = m.name AND j.scheduled_for = $1::timestamptz)
  AND NOT EXISTS (SELECT FROM tracking.model_versions v WHERE v.name = m.name AND v.created_at >= $1::timestamptz)
ON CONFLICT (kind, model, scheduled_for) DO NOTHING
