-- Whose token hashes to $1, unless it was revoked.
SELECT token_id, name, role, plant_id FROM access.tokens WHERE token_sha256 = $1 AND revoked_at IS NULL
