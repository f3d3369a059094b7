SELECT token_id, name, role, plant_id, created_at, expires_at, revoked_at FROM access.tokens ORDER BY token_id
