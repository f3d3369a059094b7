-- The first revocation's time stays.
UPDATE access.tokens SET revoked_at = coalesce(revoked_at, now()) WHERE token_id = $1 RETURNING token_id
