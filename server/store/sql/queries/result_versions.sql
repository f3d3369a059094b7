-- Every version of the results of sample $1 that there was at $2 (NULL: that there is), oldest first.
SELECT r.parameter, r.result_key, r.version, r.reported_name, r.fraction, r.finding, r.value, r.qualifier, r.detection_limit,
       r.unit, r.result_text, r.canonical_value, r.remarks, r.verdict, r.reason, r.entered_by, r.entered_token_id,
       to_char(r.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       r.version = 1 AND NOT s.awaits_certification OR c.certified_at IS NOT NULL, c.certified_by,
       to_char(c.certified_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
FROM water.sample_results r
JOIN water.samples s USING (sample_id)
LEFT JOIN water.result_certifications c
  ON c.sample_id = r.sample_id AND c.parameter = r.parameter AND c.result_key = r.result_key AND c.version = r.version
 AND c.certified_at <= coalesce($2::timestamptz, 'infinity')
WHERE r.sample_id = $1::bigint AND r.recorded_at <= coalesce($2::timestamptz, 'infinity')
ORDER BY r.parameter, r.result_key, r.version
