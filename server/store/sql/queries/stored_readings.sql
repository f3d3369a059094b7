-- stored_readings.sql: of the readings of sensors $1 at $2 (microseconds since 1970) those that are stored, by their place.
SELECT k.place - 1, r.value, r.quality
FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS k (sensor_id, read_at_us, place)
JOIN water.readings r
  ON r.sensor_id = k.sensor_id AND r.read_at = timestamptz 'epoch' + k.read_at_us * interval '1 microsecond';
