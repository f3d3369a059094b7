-- resolve_incoming_times.sql: what the source's clock showed becomes a moment. In the hour that occurs twice when clocks
-- go back PostgreSQL takes the later one; of a stream, whose records follow one another, the first pass is the earlier
-- one: it lasts until the clock shows again what it has shown. An hour that clocks skip, and a zone that nobody knows,
-- are refused.
WITH zones AS MATERIALIZED (
  SELECT time_zone, water.is_time_zone(time_zone) AS known
  FROM (SELECT DISTINCT time_zone FROM incoming_records WHERE local_time IS NOT NULL) AS stated
), local AS (
  SELECT source_row, stream, local_time, time_zone, known,
         CASE WHEN known THEN local_time AT TIME ZONE time_zone END AS later
  FROM incoming_records JOIN zones USING (time_zone)
  WHERE local_time IS NOT NULL
), judged AS (
  SELECT *, CASE WHEN known THEN later AT TIME ZONE time_zone <> local_time END AS skipped,
         CASE WHEN known THEN (later - interval '1 hour') AT TIME ZONE time_zone = local_time END AS twice
  FROM local
), stepped AS (
  SELECT source_row, stream, local_time::date AS day, local_time <= max(local_time) OVER earlier AS shown_before
  FROM judged
  WHERE twice AND stream <> ''
  WINDOW earlier AS (PARTITION BY stream, local_time::date ORDER BY source_row
                     ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), passes AS (
  SELECT source_row, bool_or(shown_before) OVER (PARTITION BY stream, day ORDER BY source_row) IS NOT TRUE AS first_pass
  FROM stepped
)
UPDATE incoming_records r
SET moment = CASE WHEN passes.first_pass THEN later - interval '1 hour' ELSE later END,
    refusal = CASE WHEN NOT known THEN 'unknown_time_zone' WHEN skipped THEN 'skipped_hour' END
FROM judged LEFT JOIN passes USING (source_row)
WHERE r.source_row = judged.source_row;
