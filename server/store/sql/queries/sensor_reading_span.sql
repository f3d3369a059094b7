-- sensor_reading_span.sql: first and last moment that a sensor has readings of; NULLs when it has none.
SELECT to_char(min(read_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       to_char(max(read_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
FROM water.readings
WHERE sensor_id = $1;
