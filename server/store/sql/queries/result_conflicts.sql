-- Results that came again with another value: of plant $1 where it is given, the decided ones too where $2, conflict $3 alone
-- where it is given; oldest first, after conflict $4, at most $5.
SELECT c.conflict_id, c.sample_id, s.plant_id, s.sample_key, c.parameter, c.result_key, k.version, k.result_text, k.unit,
       c.result_text, c.unit, c.sampled_at IS DISTINCT FROM s.sampled_at, c.source, c.source_line,
       to_char(c.imported_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), d.decision, d.reason, d.decided_by,
       to_char(d.decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       c.canonical_value, c.qualifier, p.jurisdiction,
       CASE WHEN s.time_precision IN ('moment', 'day') THEN to_char(s.sampled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') END
FROM water.result_conflicts c
JOIN water.samples s USING (sample_id)
LEFT JOIN water.plants p USING (plant_id)
LEFT JOIN water.current_results k USING (sample_id, parameter, result_key)
LEFT JOIN water.conflict_decisions d USING (conflict_id)
WHERE ($1::text IS NULL OR s.plant_id = $1) AND ($2::boolean OR d.conflict_id IS NULL)
  AND ($3::bigint IS NULL OR c.conflict_id = $3::bigint) AND c.conflict_id > $4::bigint
ORDER BY c.conflict_id
LIMIT $5::integer
