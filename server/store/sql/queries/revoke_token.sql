-- The first revocation's time stays. Answers whether this is it.
UPDATE access.tokens t SET revoked_at = coalesce(t.revoked_at, now())
FROM (SELECT token_id, revoked_at FROM access.tokens WHERE token_id = $1 FOR UPDATE) before
WHERE t.token_id = before.token_id
RETURNING before.revoked_at IS NULL
