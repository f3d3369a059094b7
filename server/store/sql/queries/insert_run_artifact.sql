-- A file of run $1, written once: $2 path, $3 media type, $4 bytes.
INSERT INTO tracking.run_artifacts (run_id, path, media_type, bytes) VALUES ($1, $2, $3, $4)
