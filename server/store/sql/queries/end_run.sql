-- Ends run $1 with status $2; changes nothing when it has ended already.
UPDATE tracking.runs SET status = $2, end_time = now() WHERE run_id = $1 AND status = 'RUNNING'
