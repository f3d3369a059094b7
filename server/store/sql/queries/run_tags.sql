SELECT key, value FROM tracking.tags WHERE run_id = $1 ORDER BY key
