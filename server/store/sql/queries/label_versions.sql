-- Every version of the label of sample $1 that there was at $2 (NULL: that there is), oldest first; no row where it has none.
SELECT 1, s.label, s.label_value, '', '', NULL::bigint, to_char(s.imported_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       NOT s.awaits_certification
       OR EXISTS (SELECT FROM water.result_certifications c
                  WHERE c.sample_id = s.sample_id AND c.certified_at <= coalesce($2::timestamptz, 'infinity')), NULL, NULL
FROM water.samples s
WHERE s.sample_id = $1::bigint AND s.labelled AND s.imported_at <= coalesce($2::timestamptz, 'infinity')
UNION ALL
SELECT v.version, v.label, v.label_value, v.reason, v.entered_by, v.entered_token_id,
       to_char(v.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), c.certified_at IS NOT NULL, c.certified_by,
       to_char(c.certified_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
FROM water.label_versions v
LEFT JOIN water.label_certifications c
  ON c.sample_id = v.sample_id AND c.version = v.version AND c.certified_at <= coalesce($2::timestamptz, 'infinity')
WHERE v.sample_id = $1::bigint AND v.recorded_at <= coalesce($2::timestamptz, 'infinity')
ORDER BY 1
