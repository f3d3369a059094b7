-- Samples of plant $1 with a result of each parameter $3, in each period $4 until $2 by the plant's own clock, beside the number
-- $5 that its law asks for (0: none is known, and $6 says why) by instrument $7, article $8, if it was in force, from $9 to $10, when
-- the period began (empty: no bound); where it ended within the period, what the whole of it asks for is not confirmed. The first period is the one in which
-- the plant was made known or, if that is earlier, of the parameter's first sample; where it had begun before, it can fall short of
-- nothing.
WITH plant AS (
  SELECT plant_id, time_zone, created_at AT TIME ZONE time_zone AS made_known, $2::timestamptz AT TIME ZONE time_zone AS today
  FROM water.plants WHERE plant_id = $1
), taken AS (
  SELECT parameter, date_trunc('month', at) AS month, count(DISTINCT sample_id) AS samples, min(at) AS first
  FROM (SELECT r.parameter, s.sample_id, s.sampled_at AT TIME ZONE plant.time_zone AS at
        FROM plant
        JOIN water.certified_samples s USING (plant_id)
        JOIN water.certified_results r USING (sample_id)
        WHERE s.sampled_at IS NOT NULL) AS results
  GROUP BY 1, 2
), duties AS (
  SELECT plant.*, d.*,
         least((SELECT min(first) FROM taken WHERE taken.parameter = d.parameter), made_known, today) AS since
  FROM plant
  CROSS JOIN unnest($3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
    AS d (parameter, period, required, duty, instrument, article, valid_from, valid_to)
), periods AS (
  SELECT *, begin + ('1 ' || period)::interval AS next,
         duty IN ('required', 'unconfirmed') AND begin < date_trunc('day', since) AS is_partly_recorded
  FROM duties
  CROSS JOIN generate_series(date_trunc(period, since), date_trunc(period, today), ('1 ' || period)::interval) AS begin
  WHERE (valid_from = '' OR begin >= valid_from::date) AND (valid_to = '' OR begin <= valid_to::date)
)
INSERT INTO water.sampling_periods (plant_id, parameter, period, from_day, to_day, taken, required, duty, instrument, article, counted_at)
SELECT plant_id, parameter, period, begin::date, next::date,
       coalesce((SELECT sum(samples) FROM taken t WHERE t.parameter = p.parameter AND month >= begin AND month < next), 0),
       CASE WHEN NOT is_partly_recorded THEN nullif(required, 0) END,
       CASE WHEN is_partly_recorded THEN 'partly_recorded'
            WHEN duty = 'required' AND valid_to <> '' AND next > valid_to::date + interval '1 day' THEN 'unconfirmed'
            ELSE duty END, instrument, article, $2::timestamptz
FROM periods p
