-- When each model's newest version was registered, in Unix seconds.
SELECT name, extract(epoch FROM max(created_at))::double precision FROM tracking.model_versions GROUP BY name
