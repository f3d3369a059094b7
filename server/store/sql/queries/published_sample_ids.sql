-- Samples of plant $1 that the public could see at $2 (NULL: now), newest first, before sample $3 in that order where it is
-- given; at most $4.
SELECT s.sample_id
FROM water.published_samples_at(coalesce($2::timestamptz, 'infinity')) AS s
WHERE s.plant_id = $1
  AND ($3::bigint IS NULL
       OR (coalesce(s.sampled_at, '-infinity'), s.sample_id)
          < (SELECT coalesce(o.sampled_at, '-infinity'), o.sample_id FROM water.samples o WHERE o.sample_id = $3::bigint))
ORDER BY coalesce(s.sampled_at, '-infinity') DESC, s.sample_id DESC
LIMIT $4::integer
