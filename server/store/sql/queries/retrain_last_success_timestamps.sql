-- When each of the models $1 was last retrained to a good end, in Unix seconds: a retraining finished, also one that found
-- nothing new, or a version was registered, for which the schedule waits until its next time.
SELECT v.name, extract(epoch FROM greatest(v.created_at, j.ended_at))::double precision
FROM (SELECT name, max(created_at) AS created_at FROM tracking.model_versions GROUP BY name) v
LEFT JOIN (SELECT model, max(ended_at) AS ended_at FROM ops.jobs
           WHERE kind = 'retrain' AND status = 'FINISHED' GROUP BY model) j ON j.model = v.name
WHERE v.name = ANY ($1::text[])
ORDER BY v.name
