-- What the laboratory said of each version's answers about samples of the last $1 days: true and false positives, false and
-- true negatives; and on how many days, by the plants' own clocks, the false positives were sampled.
SELECT l.model, l.version,
       count(*) FILTER (WHERE positive AND label), count(*) FILTER (WHERE positive AND NOT label),
       count(*) FILTER (WHERE NOT positive AND label), count(*) FILTER (WHERE NOT positive AND NOT label),
       count(DISTINCT (sampled_at AT TIME ZONE p.time_zone)::date) FILTER (WHERE positive AND NOT label)
FROM water.labelled_inferences l
JOIN water.plants p USING (plant_id)
WHERE counts AND sampled_at >= now() - $1 * interval '1 day'
GROUP BY l.model, l.version
ORDER BY l.model, l.version
