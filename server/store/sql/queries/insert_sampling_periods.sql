-- Samples of plant $1 in each period from its first one, or from when it was made known, until $2, by the plant's own clock, beside
-- the number $5 that its law asks for (0: none is known, and $6 says why) of parameter $3 in period $4 by instrument $7, article $8.
WITH plant AS (
  SELECT plant_id, time_zone, created_at AT TIME ZONE time_zone AS made_known, $2::timestamptz AT TIME ZONE time_zone AS today
  FROM water.plants WHERE plant_id = $1
), taken AS (
  SELECT r.parameter, date_trunc('month', s.sampled_at AT TIME ZONE plant.time_zone) AS month, count(DISTINCT s.sample_id) AS samples
  FROM plant
  JOIN water.certified_samples s USING (plant_id)
  JOIN water.certified_results r USING (sample_id)
  WHERE s.sampled_at IS NOT NULL
  GROUP BY 1, 2
), duties AS (
  SELECT * FROM unnest($3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[])
    AS d (parameter, period, required, duty, instrument, article)
)
INSERT INTO water.sampling_periods (plant_id, parameter, period, from_day, to_day, taken, required, duty, instrument, article, counted_at)
SELECT plant.plant_id, d.parameter, d.period, begin::date, (begin + ('1 ' || d.period)::interval)::date,
       coalesce((SELECT sum(t.samples) FROM taken t
                 WHERE t.parameter = d.parameter AND t.month >= begin AND t.month < begin + ('1 ' || d.period)::interval), 0),
       nullif(d.required, 0), d.duty, d.instrument, d.article, $2::timestamptz
FROM plant
CROSS JOIN duties d
CROSS JOIN generate_series(
  date_trunc(d.period, least((SELECT min(month) FROM taken), plant.made_known, plant.today)),
  date_trunc(d.period, plant.today), ('1 ' || d.period)::interval) AS begin
