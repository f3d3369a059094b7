-- Makes sure that the model exists, and holds its row until the transaction ends: versions are numbered one at a time.
INSERT INTO tracking.registered_models (name) VALUES ($1)
ON CONFLICT (name) DO UPDATE SET name = excluded.name
