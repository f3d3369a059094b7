-- laboratory_history.sql: published results of plant $1, parameter $2, from $3 to before $4, in buckets of $5 microseconds;
-- each one at its own moment where $5 is NULL. Non-detects have buckets of their own, of their detection limits.
SELECT to_char(bucket_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS time,
       min(value), max(value), avg(value), count(*), CASE WHEN non_detect THEN count(*) ELSE 0 END
FROM (
  SELECT coalesce(date_bin($5::bigint * interval '1 microsecond', s.sampled_at, $3::timestamptz), s.sampled_at) AS bucket_at,
         coalesce(r.canonical_value, r.value) AS value, r.qualifier = '<' AS non_detect
  FROM water.published_samples s
  JOIN water.published_results r USING (sample_id)
  WHERE s.plant_id = $1 AND r.parameter = $2 AND s.sampled_at >= $3::timestamptz AND s.sampled_at < $4::timestamptz
    AND r.value IS NOT NULL
) AS results
GROUP BY bucket_at, non_detect
ORDER BY bucket_at, non_detect;
