-- lock_sensors_of_readings.sql: sensors $1 that are there, kept there until the end of the transaction, and whether each
-- has readings from $2 to $3 (microseconds since 1970). By their place.
SELECT b.place - 1,
       EXISTS (SELECT FROM water.readings r
               WHERE r.sensor_id = s.sensor_id
                 AND r.read_at BETWEEN timestamptz 'epoch' + b.first_us * interval '1 microsecond'
                                   AND timestamptz 'epoch' + b.last_us * interval '1 microsecond') AS overlaps
FROM unnest($1::text[], $2::bigint[], $3::bigint[]) WITH ORDINALITY AS b (sensor_id, first_us, last_us, place)
JOIN water.sensors s USING (sensor_id)
FOR KEY SHARE OF s;
