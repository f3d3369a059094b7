-- Where the labelled samples of spec $1 come from that training reads: the simulated ones only where there are no others.
WITH labelled AS (
  SELECT s.plant_id, s.source, s.sampled_at, s.imported_at FROM water.certified_samples s
  WHERE s.model = $1 AND s.labelled
    AND s.simulated = NOT EXISTS (SELECT FROM water.certified_samples o WHERE o.model = $1 AND o.labelled AND NOT o.simulated))
SELECT count(*), (SELECT count(*) FROM water.certified_samples WHERE model = $1 AND NOT labelled), count(DISTINCT plant_id),
       count(*) FILTER (WHERE sampled_at IS NULL),
       to_char(min(sampled_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD'), to_char(max(sampled_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD'),
       to_char(max(imported_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD')
FROM labelled
