-- Alias $2 of model $1 no longer means version $3, should it have meant it.
DELETE FROM tracking.registered_model_aliases WHERE name = $1 AND alias = $2 AND version = $3::integer
