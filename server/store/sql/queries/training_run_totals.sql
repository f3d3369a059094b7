-- Training jobs of each model that have ended, by how; 0 where none did. The nested runs of a job are not counted.
SELECT e.name, o.outcome, count(r.run_id)
FROM tracking.experiments e
CROSS JOIN unnest(ARRAY['finished', 'failed', 'killed']) AS o (outcome)
LEFT JOIN tracking.runs r
  ON r.experiment_id = e.experiment_id AND r.run_name = 'train' AND r.parent_run_id IS NULL AND lower(r.status) = o.outcome
GROUP BY e.name, o.outcome
