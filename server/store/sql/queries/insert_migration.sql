INSERT INTO ops.migrations (version, name, sha256) VALUES ($1, $2, $3)
