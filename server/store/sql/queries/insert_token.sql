-- No row comes back when the plant ($3) is named but unknown.
INSERT INTO access.tokens (name, role, plant_id, token_sha256)
SELECT $1, $2, $3::text, $4::bytea
WHERE $3::text IS NULL OR EXISTS (SELECT 1 FROM water.plants WHERE plant_id = $3::text)
RETURNING token_id
