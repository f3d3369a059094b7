SELECT request_sha256, model, version, array_to_string(inference_ids, ' ')
FROM water.idempotency_keys WHERE caller = $1 AND key = $2
