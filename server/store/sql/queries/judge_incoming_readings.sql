-- judge_incoming_readings.sql: every reading of the incoming records, and whether it is new, known, or in conflict with
-- what is known: with the stored reading of that sensor and moment, or with an earlier one of the same file.
CREATE TEMPORARY TABLE incoming_readings ON COMMIT DROP AS
WITH records AS (
  SELECT source_row, line, moment, parameters, numbers, canonical, remarks,
         row_number() OVER same AS nth, first_value(numbers) OVER same AS first_numbers
  FROM incoming_records
  WHERE refusal IS NULL
  WINDOW same AS (PARTITION BY stream, moment ORDER BY source_row)
), stored_span AS MATERIALIZED (
  SELECT sensor_id, read_at, value FROM water.readings
  WHERE read_at BETWEEN (SELECT min(moment) FROM incoming_records) AND (SELECT max(moment) FROM incoming_records)
    AND sensor_id = ANY ($1::text[])
)
SELECT r.source_row, r.line, e.sensor_id, r.moment AS read_at, e.value, e.quality, e.reported_value,
       CASE WHEN k.value = e.value THEN 'known'
            WHEN k.value IS NOT NULL THEN 'conflict'
            WHEN r.nth = 1 THEN 'new'
            WHEN r.first_numbers = r.numbers THEN 'known'
            ELSE 'conflict' END AS outcome
FROM records r
CROSS JOIN LATERAL unnest(r.parameters, r.numbers, r.canonical, r.remarks) AS e (sensor_id, value, reported_value, quality)
LEFT JOIN stored_span k ON k.sensor_id = e.sensor_id AND k.read_at = r.moment;
