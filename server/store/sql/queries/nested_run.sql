-- The newest run of name $2 below run $1.
SELECT run_id FROM tracking.runs WHERE parent_run_id = $1 AND run_name = $2 ORDER BY start_time DESC LIMIT 1
