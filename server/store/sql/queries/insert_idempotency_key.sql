-- No row comes back where the key was used before; one that is being used at this moment is waited for.
INSERT INTO water.idempotency_keys (caller, key, request_sha256, model, version, inference_ids)
VALUES ($1, $2, $3, $4, $5, $6::bigint[]) ON CONFLICT DO NOTHING RETURNING key
