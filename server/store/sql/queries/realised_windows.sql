-- The same of version $2 of model $1 in windows of $3 days, newest first.
SELECT to_char(start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       to_char((start + $3 * interval '1 day') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       count(*) FILTER (WHERE positive AND label), count(*) FILTER (WHERE positive AND NOT label),
       count(*) FILTER (WHERE NOT positive AND label), count(*) FILTER (WHERE NOT positive AND NOT label)
FROM (SELECT *, date_bin($3 * interval '1 day', sampled_at, '1970-01-01Z') AS start
      FROM water.labelled_inferences WHERE model = $1 AND version = $2::integer AND counts) l
GROUP BY start
ORDER BY start DESC
