-- A plant's token speaks for one plant. Those that named none are refused from now on.

UPDATE access.tokens SET revoked_at = coalesce(revoked_at, now()) WHERE role = 'plant' AND plant_id IS NULL;
ALTER TABLE access.tokens ADD CHECK (role <> 'plant' OR plant_id IS NOT NULL OR revoked_at IS NOT NULL);
