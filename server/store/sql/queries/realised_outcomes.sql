-- What the laboratory said of each version's answers about samples of the last $1 days: true and false positives, false and
-- true negatives; and on how many days the positive ones were sampled.
SELECT model, version,
       count(*) FILTER (WHERE positive AND label), count(*) FILTER (WHERE positive AND NOT label),
       count(*) FILTER (WHERE NOT positive AND label), count(*) FILTER (WHERE NOT positive AND NOT label),
       count(DISTINCT (sampled_at AT TIME ZONE 'UTC')::date) FILTER (WHERE positive)
FROM water.labelled_inferences
WHERE counts AND sampled_at >= now() - $1 * interval '1 day'
GROUP BY model, version
ORDER BY model, version
