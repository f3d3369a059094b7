-- No row comes back when the plant ($3) is named but unknown. Tells whether the time of its end ($5) is over, and what the
-- audit trail says of the token.
INSERT INTO access.tokens (name, role, plant_id, token_sha256, expires_at)
SELECT $1, $2, $3::text, $4::bytea, $5::timestamptz
WHERE $3::text IS NULL OR EXISTS (SELECT 1 FROM water.plants WHERE plant_id = $3::text)
RETURNING token_id, coalesce(expires_at <= now(), false),
          json_build_object('role', role, 'name', name, 'plant_id', plant_id, 'expires_at', expires_at)
