-- How long the newest successful training job of each model took, in seconds.
SELECT DISTINCT ON (e.name) e.name, extract(epoch FROM r.end_time - r.start_time)::double precision
FROM tracking.runs r JOIN tracking.experiments e USING (experiment_id)
WHERE r.run_name = 'train' AND r.parent_run_id IS NULL AND r.status = 'FINISHED'
ORDER BY e.name, r.end_time DESC
