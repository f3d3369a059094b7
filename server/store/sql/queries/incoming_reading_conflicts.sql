-- incoming_reading_conflicts.sql: what came of sensors $1 at $2 (microseconds since 1970) with value $3 and quality $4, beside what
-- is stored, by their place: the moment, what came, what is stored. The quality where it alone differs.
SELECT to_char(k.read_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       c.value || CASE WHEN c.value = k.value THEN ' (' || c.quality || ')' ELSE '' END,
       k.value || CASE WHEN c.value = k.value THEN ' (' || k.quality || ')' ELSE '' END
FROM unnest($1::text[], $2::bigint[], $3::double precision[], $4::text[]) WITH ORDINALITY
     AS c (sensor_id, read_at_us, value, quality, place)
JOIN water.readings k
  ON k.sensor_id = c.sensor_id AND k.read_at = timestamptz 'epoch' + c.read_at_us * interval '1 microsecond'
ORDER BY c.place;
