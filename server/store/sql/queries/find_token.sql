-- Whose token hashes to $1, unless it was revoked or has expired.
SELECT token_id, name, role, plant_id FROM access.tokens
WHERE token_sha256 = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
