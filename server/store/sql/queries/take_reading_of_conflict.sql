-- take_reading_of_conflict.sql: what came in conflict $1 takes the place of the stored reading, which is kept beside as a conflict
-- that is decided, because of $2 by $3: so nothing is lost, and whoever sends it once more raises nothing.
WITH came AS (
  SELECT * FROM water.reading_conflicts WHERE conflict_id = $1::bigint
), replaced AS (
  INSERT INTO water.reading_conflicts (sensor_id, read_at, value, quality, reported_value, reported_unit, source, source_line)
  SELECT sensor_id, read_at, k.value, k.quality, k.reported_value, k.reported_unit, 'replaced by conflict ' || $1, 0
  FROM water.readings k JOIN came USING (sensor_id, read_at)
  ON CONFLICT (sensor_id, read_at, value, quality) DO NOTHING
  RETURNING conflict_id
), decided AS (
  INSERT INTO water.reading_conflict_decisions (conflict_id, decision, reason, decided_by)
  SELECT conflict_id, 'kept', $2, $3 FROM replaced
)
INSERT INTO water.readings (sensor_id, read_at, value, quality, reported_value, reported_unit)
SELECT sensor_id, read_at, value, quality, reported_value, reported_unit FROM came
ON CONFLICT (sensor_id, read_at) DO UPDATE
  SET value = excluded.value, quality = excluded.quality, reported_value = excluded.reported_value,
      reported_unit = excluded.reported_unit;
