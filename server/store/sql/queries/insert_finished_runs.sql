-- Runs nested in run $1 that have ended already: $2 ids, $3 names. They are told of together, and began with their parent.
INSERT INTO tracking.runs (run_id, experiment_id, parent_run_id, run_name, status, start_time, end_time)
SELECT nested.run_id, parent.experiment_id, parent.run_id, nested.run_name, 'FINISHED', parent.start_time, now()
FROM tracking.runs parent, unnest($2::text[], $3::text[]) AS nested (run_id, run_name)
WHERE parent.run_id = $1
