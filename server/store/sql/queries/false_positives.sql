-- The newest $3 samples that version $2 of model $1 called positive and the laboratory did not, as a JSON array.
SELECT coalesce(json_agg(json_build_object(
         'inference_id', inference_id,
         'inferred_at', to_char(inferred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
         'plant_id', plant_id, 'role', role, 'probability', probability, 'threshold', threshold, 'sample_id', sample_id,
         'sampled_at', to_char(sampled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
         'seconds_apart', seconds_apart, 'simulated', simulated) ORDER BY sampled_at DESC, sample_id DESC), '[]'::json)
FROM (SELECT * FROM water.labelled_inferences
      WHERE model = $1 AND version = $2::integer AND counts AND positive AND NOT label
      ORDER BY sampled_at DESC, sample_id DESC LIMIT $3::integer) f
