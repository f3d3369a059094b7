-- $1 id of an inference that was written within the last hour, if it was.
SELECT EXISTS (SELECT FROM water.water_inferences WHERE inference_id = $1 AND inferred_at > now() - interval '1 hour')
