-- Where the samples come from that training reads of spec $1, whose label is a number where $2 says so.
SELECT count(*),
       (SELECT count(*) FROM water.certified_samples
        WHERE model = $1 AND CASE WHEN $2::boolean THEN label_value IS NULL ELSE label IS NULL END),
       count(DISTINCT plant_id), count(*) FILTER (WHERE sampled_at IS NULL),
       to_char(min(sampled_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD'), to_char(max(sampled_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD'),
       to_char(max(imported_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD')
FROM water.training_samples($1, $2::boolean)
