-- Holds the row of model $1 until the transaction ends, as upsert_registered_model does; no row when there is no such model.
SELECT name FROM tracking.registered_models WHERE name = $1 FOR NO KEY UPDATE
