-- judge_incoming_sampling_points.sql: before they are stored, what becomes of records that describe points of origin $1:
-- `duplicate` where they say nothing new, `conflict` where they contradict what is known, else `accepted`.
-- One row an outcome with the number of records, then one row a conflict: line, what is stored, the point, what came.
WITH incoming AS (
  SELECT line, point_key, point_name AS name, point_site AS site, point_kind AS kind, latitude, longitude,
         row_number() OVER same AS nth, concat_ws('|', point_name, point_site, point_kind, latitude, longitude) AS content,
         first_value(concat_ws('|', point_name, point_site, point_kind, latitude, longitude)) OVER same AS first_content
  FROM incoming_records
  WINDOW same AS (PARTITION BY point_key ORDER BY source_row)
), judged AS (
  SELECT i.line, i.point_key, concat_ws(' ', nullif(i.name, ''), i.latitude, i.longitude) AS incoming,
         CASE WHEN k.point_key IS NULL THEN 'an earlier line of the file'
              ELSE concat_ws(' ', nullif(k.name, ''), k.latitude, k.longitude) END AS stored,
         CASE WHEN i.content <> i.first_content OR (i.name <> k.name AND i.name <> '' AND k.name <> '')
                   OR (i.site <> k.site AND i.site <> '' AND k.site <> '')
                   OR i.latitude <> k.latitude OR i.longitude <> k.longitude THEN 'conflict'
              WHEN i.nth > 1 OR (k.point_key IS NOT NULL AND (i.name = '' OR k.name <> '') AND (i.site = '' OR k.site <> '')
                                 AND (i.kind = '' OR k.kind <> '') AND (i.latitude IS NULL OR k.latitude IS NOT NULL)
                                 AND (i.longitude IS NULL OR k.longitude IS NOT NULL)) THEN 'duplicate'
              ELSE 'accepted' END AS outcome
  FROM incoming i LEFT JOIN water.sampling_points k ON k.origin = $1 AND k.point_key = i.point_key
)
SELECT outcome, count(*), NULL::bigint AS line, NULL AS stored, NULL AS point_key, NULL AS incoming
FROM judged GROUP BY outcome
UNION ALL
(SELECT outcome, 0, line, stored, point_key, incoming FROM judged WHERE outcome = 'conflict' ORDER BY line LIMIT $2);
