SELECT version FROM tracking.registered_model_aliases WHERE name = $1 AND alias = 'champion'
