SELECT media_type, bytes FROM tracking.run_artifacts WHERE run_id = $1 AND path = $2
