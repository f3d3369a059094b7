-- The limits of the running program in place of whatever stood there, column by column; an empty day is no day.
WITH gone AS (DELETE FROM water.legal_limits)
INSERT INTO water.legal_limits (jurisdiction, parameter, instrument, article, unit, min, max, kind, compliance, valid_from,
                                valid_to, confirmed)
SELECT jurisdiction, parameter, instrument, article, unit, min, max, kind, compliance, nullif(valid_from, '')::date,
       nullif(valid_to, '')::date, confirmed::boolean
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::double precision[], $7::double precision[],
            $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])
  AS l (jurisdiction, parameter, instrument, article, unit, min, max, kind, compliance, valid_from, valid_to, confirmed)
