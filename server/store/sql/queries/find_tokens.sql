-- Whose tokens hash to the hex texts of $1, which all differ, unless they were revoked or have expired.
SELECT asked.sha256_hex, token_id, name, role, plant_id
FROM unnest($1::text[]) AS asked (sha256_hex)
JOIN access.tokens ON token_sha256 = decode(asked.sha256_hex, 'hex')
WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
