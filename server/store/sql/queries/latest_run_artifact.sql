-- The file of path $2 of the newest finished run of experiment $1 that has one.
SELECT a.run_id, a.media_type, a.bytes
FROM tracking.run_artifacts a
JOIN tracking.runs r USING (run_id)
JOIN tracking.experiments e USING (experiment_id)
WHERE e.name = $1 AND a.path = $2 AND r.status = 'FINISHED'
ORDER BY r.start_time DESC
LIMIT 1
