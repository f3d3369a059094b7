INSERT INTO tracking.runs (run_id, experiment_id, parent_run_id, run_name, status) VALUES ($1, $2, $3, $4, 'RUNNING')
