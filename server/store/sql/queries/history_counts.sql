-- history_counts.sql: what plant $1 has of parameter $2 from $3 to before $4: laboratory results, whether some but not all
-- of them are non-detects, and readings, of which no more than $5 are counted.
SELECT count(*), coalesce(bool_or(r.qualifier = '<') AND bool_or(r.qualifier <> '<'), false),
       (SELECT count(*) FROM (
          SELECT FROM water.sensors sensor
          CROSS JOIN LATERAL ( -- in order, so that a LIMIT does not tempt the planner to read the whole table instead
            SELECT FROM water.readings reading
            WHERE reading.sensor_id = sensor.sensor_id AND reading.read_at >= $3::timestamptz
              AND reading.read_at < $4::timestamptz AND reading.quality <> 'bad'
            ORDER BY reading.read_at
            LIMIT $5::bigint
          ) AS first_ones
          WHERE sensor.plant_id = $1 AND sensor.parameter = $2
          LIMIT $5::bigint) AS capped)
FROM water.published_samples s
JOIN water.published_results r USING (sample_id)
WHERE s.plant_id = $1 AND r.parameter = $2 AND s.sampled_at >= $3::timestamptz AND s.sampled_at < $4::timestamptz
  AND r.value IS NOT NULL;
