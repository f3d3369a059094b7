-- insert_reading_conflicts.sql: one row a conflict; one that is kept already is kept once.
INSERT INTO water.reading_conflicts
  (sensor_id, read_at, value, quality, reported_value, reported_unit, source, source_line)
SELECT sensor_id, timestamptz 'epoch' + read_at_us * interval '1 microsecond', value, quality, reported_value,
       nullif(reported_unit, ''), source, source_line
FROM unnest($1::text[], $2::text[], $3::bigint[], $4::double precision[], $5::double precision[], $6::text[], $7::text[],
            $8::bigint[])
  AS c (sensor_id, quality, read_at_us, value, reported_value, reported_unit, source, source_line)
ON CONFLICT DO NOTHING;
