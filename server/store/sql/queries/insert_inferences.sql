-- One row a scored sample, many a statement: a commit costs the same for one row as for a thousand.
-- $5 holds one array literal a row; arrays of arrays would be flattened by unnest. A regression, which has no
-- probability, says NaN for it and for the threshold. A row that is there already was written by a commit of which nobody
-- heard: it is the same.
INSERT INTO water.water_inferences
  (inference_id, model, version, role, features, margin, probability, threshold, positive, plant_id, sensor_id,
   inferred_at)
SELECT inference_id, model, version, role, features::real[], margin, nullif(probability, 'NaN'), nullif(threshold, 'NaN'),
       CASE WHEN probability <> 'NaN' THEN positive END,
       nullif(plant_id, ''), nullif(sensor_id, ''), 'epoch'::timestamptz + inferred_us * interval '1 microsecond'
FROM unnest($1::bigint[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::real[], $7::real[], $8::real[],
            $9::boolean[], $10::text[], $11::text[], $12::bigint[])
  AS r (inference_id, model, version, role, features, margin, probability, threshold, positive, plant_id, sensor_id,
        inferred_us)
ON CONFLICT DO NOTHING
