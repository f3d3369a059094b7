-- reading_conflicts.sql: readings that came again with another value or quality: of plant $1 where it is given, the decided
-- ones too where $2, conflict $3 alone where it is given; oldest first, after conflict $4, at most $5.
SELECT c.conflict_id, n.plant_id, c.sensor_id, n.parameter, n.unit, to_char(c.read_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       k.value, k.quality, c.value, c.quality, c.source, c.source_line,
       to_char(c.imported_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), d.decision, d.reason, d.decided_by,
       to_char(d.decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
FROM water.reading_conflicts c
JOIN water.sensors n USING (sensor_id)
LEFT JOIN water.readings k USING (sensor_id, read_at)
LEFT JOIN water.reading_conflict_decisions d USING (conflict_id)
WHERE ($1::text IS NULL OR n.plant_id = $1) AND ($2::boolean OR d.conflict_id IS NULL)
  AND ($3::bigint IS NULL OR c.conflict_id = $3::bigint) AND c.conflict_id > $4::bigint
ORDER BY c.conflict_id
LIMIT $5::integer;
