-- Those that another server forgets at this moment are its business.
DELETE FROM water.idempotency_keys WHERE (caller, key) IN
  (SELECT caller, key FROM water.idempotency_keys WHERE used_at < now() - interval '24 hours' FOR UPDATE SKIP LOCKED)
