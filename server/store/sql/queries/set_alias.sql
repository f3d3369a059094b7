-- Alias $2 of model $1 means version $3 from now on.
INSERT INTO tracking.registered_model_aliases (name, alias, version) VALUES ($1, $2, $3::integer)
ON CONFLICT (name, alias) DO UPDATE SET version = excluded.version
