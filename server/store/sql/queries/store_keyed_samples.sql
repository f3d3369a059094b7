-- store_keyed_samples.sql: the samples of origin $1 that are new; plant $2 (or NULL), file $3. The first record of a
-- sample describes it. Answers how many they were.
WITH stored AS (
  INSERT INTO water.samples (plant_id, sampling_point_id, origin, sample_key, sampled_at, time_precision, laboratory,
                             stated_verdict, source, source_row)
  SELECT DISTINCT ON (r.sample_key) $2, p.sampling_point_id, $1, r.sample_key, r.moment, r.time_precision, r.laboratory,
         r.stated_verdict, $3, r.source_row
  FROM incoming_records r
  LEFT JOIN water.sampling_points p ON p.origin = $1 AND p.point_key = r.point_key
  WHERE r.refusal IS NULL
  ORDER BY r.sample_key, r.source_row
  ON CONFLICT DO NOTHING
  RETURNING plant_id
), totals AS (
  INSERT INTO water.sample_totals (plant_id, outcome, total)
  SELECT plant_id, 'accepted', count(*) FROM stored WHERE plant_id IS NOT NULL GROUP BY plant_id
  ON CONFLICT (plant_id, outcome) DO UPDATE SET total = sample_totals.total + excluded.total
)
SELECT count(*) FROM stored;
