-- Periods of plant $1, judged at $2, column by column: texts, then numbers, of which NULL is none.
INSERT INTO water.judged_periods (plant_id, judged_at, parameter, instrument, article, unit, kind, compliance, place, from_day, to_day,
                                  outcome, reason, min, max, figure_low, figure_high, results, exceedances, unjudged)
SELECT $1, $2::timestamptz, parameter, instrument, article, unit, kind, compliance, place, from_day::date, to_day::date, outcome,
       reason, min, max, figure_low, figure_high, results, exceedances, unjudged
FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
            $12::text[], $13::text[], $14::double precision[], $15::double precision[], $16::double precision[],
            $17::double precision[], $18::bigint[], $19::bigint[], $20::bigint[])
  AS j (parameter, instrument, article, unit, kind, compliance, place, from_day, to_day, outcome, reason, min, max, figure_low,
        figure_high, results, exceedances, unjudged)
