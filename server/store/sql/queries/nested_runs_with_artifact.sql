-- Names of the runs directly below run $1 that have a file of path $2, sorted.
SELECT DISTINCT r.run_name
FROM tracking.runs r
JOIN tracking.run_artifacts a USING (run_id)
WHERE r.parent_run_id = $1 AND a.path = $2
ORDER BY r.run_name
