-- Files and systems that the same samples of spec $1 came from, those of most samples first, at most $2.
SELECT s.source, count(*) AS samples FROM water.certified_samples s
WHERE s.model = $1 AND s.labelled
  AND s.simulated = NOT EXISTS (SELECT FROM water.certified_samples o WHERE o.model = $1 AND o.labelled AND NOT o.simulated)
GROUP BY s.source ORDER BY samples DESC, s.source LIMIT $2
