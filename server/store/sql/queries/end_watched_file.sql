-- File $1 has ended with status $2: rows with and without an answer ($3, $4) and the result's SHA-256 $5, or the reason $6.
UPDATE water.watched_files
SET status = $2, ended_at = now(), rows_scored = $3::bigint, rows_unanswered = $4::bigint, output_sha256 = $5, reason = $6
WHERE file_id = $1::bigint
