-- Versions with their aliases, newest first: of model $1, of all where it is NULL; only version $2 and only the holder of
-- alias $3 where these are given. The stage follows from the aliases and the promotions, so that it cannot contradict them.
SELECT v.name, v.version, v.run_id, v.family, a.aliases,
       CASE WHEN a.is_champion THEN 'Production'
            WHEN a.is_challenger THEN 'Staging'
            WHEN EXISTS (SELECT FROM tracking.promotions p
                         WHERE p.name = v.name AND p.version = v.version AND p.outcome <> 'refused') THEN 'Archived'
            ELSE 'None' END,
       v.sha256, v.size_bytes, v.threshold, v.metrics, v.parity_rows, v.parity_digest, v.data_origin,
       (SELECT value FROM tracking.tags t WHERE t.run_id = v.run_id AND t.key = 'dataset_sha256'), to_json(v.alarms),
       to_char(v.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
FROM tracking.model_versions v
CROSS JOIN LATERAL (SELECT coalesce(string_agg(alias, ',' ORDER BY alias), '') AS aliases,
                           coalesce(bool_or(alias = 'champion'), false) AS is_champion,
                           coalesce(bool_or(alias = 'challenger'), false) AS is_challenger,
                           coalesce(bool_or(alias = $3), false) AS holds_alias
                    FROM tracking.registered_model_aliases WHERE name = v.name AND version = v.version) a
WHERE ($1::text IS NULL OR v.name = $1) AND ($2::integer IS NULL OR v.version = $2::integer)
  AND ($3::text IS NULL OR a.holds_alias)
ORDER BY v.name, v.version DESC
