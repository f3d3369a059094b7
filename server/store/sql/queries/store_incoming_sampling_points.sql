-- store_incoming_sampling_points.sql: the points of origin $1 that records were sampled at. A known point keeps what is
-- known of it and learns what is not.
INSERT INTO water.sampling_points (origin, point_key, name, site, kind, latitude, longitude)
SELECT DISTINCT ON (point_key) $1, point_key, point_name, point_site, point_kind, latitude, longitude
FROM incoming_records
WHERE point_key <> '' AND refusal IS NULL
ORDER BY point_key, source_row
ON CONFLICT (origin, point_key) DO UPDATE
SET name = CASE WHEN sampling_points.name = '' THEN excluded.name ELSE sampling_points.name END,
    site = CASE WHEN sampling_points.site = '' THEN excluded.site ELSE sampling_points.site END,
    kind = CASE WHEN sampling_points.kind = '' THEN excluded.kind ELSE sampling_points.kind END,
    latitude = coalesce(sampling_points.latitude, excluded.latitude),
    longitude = coalesce(sampling_points.longitude, excluded.longitude)
WHERE (sampling_points.name = '' AND excluded.name <> '') OR (sampling_points.site = '' AND excluded.site <> '')
   OR (sampling_points.kind = '' AND excluded.kind <> '')
   OR (sampling_points.latitude IS NULL AND excluded.latitude IS NOT NULL)
   OR (sampling_points.longitude IS NULL AND excluded.longitude IS NOT NULL);
