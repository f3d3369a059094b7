-- Readiness: the schema is there and a statement runs.
SELECT count(*) FROM tracking.registered_model_aliases
