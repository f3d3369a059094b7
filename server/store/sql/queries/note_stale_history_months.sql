-- note_stale_history_months.sql: takes at most $1 marks away; their months have no file any more. Answers how many marks.
WITH marks AS (
  DELETE FROM water.stale_history_months
  WHERE ctid = ANY (ARRAY(SELECT ctid FROM water.stale_history_months LIMIT $1))
  RETURNING plant_id, parameter, month
), noted AS (
  INSERT INTO water.history_months (plant_id, parameter, month)
  SELECT DISTINCT plant_id, parameter, month FROM marks JOIN water.plants USING (plant_id)
  ON CONFLICT (plant_id, parameter, month) DO UPDATE SET sha256 = NULL WHERE history_months.sha256 IS NOT NULL
), superseded AS (
  UPDATE water.history_tiles SET superseded_at = now()
  WHERE sha256 IN (SELECT h.sha256 FROM water.history_months h JOIN marks USING (plant_id, parameter, month))
)
SELECT count(*) FROM marks;
