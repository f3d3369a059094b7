-- open_incoming_readings.sql: the readings of the incoming records, those of a record together, in the order of the file.
DECLARE incoming_readings NO SCROLL CURSOR FOR
SELECT r.source_row, r.line, (extract(epoch FROM r.moment) * 1000000)::bigint AS read_at_us, e.sensor_id, e.value,
       e.reported_value, e.quality
FROM incoming_records r
CROSS JOIN LATERAL unnest(r.parameters, r.numbers, r.canonical, r.remarks) AS e (sensor_id, value, reported_value, quality)
WHERE r.refusal IS NULL
ORDER BY r.source_row;
