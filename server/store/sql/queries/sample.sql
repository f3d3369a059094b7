-- Sample $1 as it was at $2 (NULL: as it is): what tells it, and whether the public could see it. No row where it was unknown.
SELECT s.sample_id, s.plant_id, p.jurisdiction, s.sample_key, to_char(s.sampled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
       s.time_precision, s.laboratory, s.stated_verdict, s.source, s.simulated, s.awaits_certification,
       to_char(s.imported_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       EXISTS (SELECT FROM water.published_samples_at(coalesce($2::timestamptz, 'infinity')) AS o WHERE o.sample_id = s.sample_id),
       (SELECT o.published_by FROM water.sample_publications o
        WHERE o.sample_id = s.sample_id AND o.published_at <= coalesce($2::timestamptz, 'infinity')),
       (SELECT to_char(o.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') FROM water.sample_publications o
        WHERE o.sample_id = s.sample_id AND o.published_at <= coalesce($2::timestamptz, 'infinity')),
       s.model
FROM water.samples s
LEFT JOIN water.plants p USING (plant_id)
WHERE s.sample_id = $1::bigint AND s.imported_at <= coalesce($2::timestamptz, 'infinity')
