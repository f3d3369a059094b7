-- The sample that was entered for plant $1 under key $2, and whether what was entered has the SHA-256 $3.
SELECT sample_id, content_sha256 = $3::bytea FROM water.samples WHERE origin = 'entered for ' || $1 AND sample_key = $2
