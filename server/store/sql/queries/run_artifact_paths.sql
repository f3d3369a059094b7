SELECT path FROM tracking.run_artifacts WHERE run_id = $1 ORDER BY path
