-- The id of the experiment of that name, which is created when it is missing.
INSERT INTO tracking.experiments (name) VALUES ($1)
ON CONFLICT (name) DO UPDATE SET name = excluded.name
RETURNING experiment_id
