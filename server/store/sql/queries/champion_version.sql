-- The champion's version of model $1, NULL where there is none.
SELECT (SELECT version FROM tracking.registered_model_aliases WHERE name = $1 AND alias = 'champion')
