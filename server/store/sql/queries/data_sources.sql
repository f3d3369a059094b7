-- Files and systems that the same samples of spec $1 came from, those of most samples first, at most $3.
SELECT source, count(*) AS samples FROM water.training_samples($1, $2::boolean)
GROUP BY source ORDER BY samples DESC, source LIMIT $3
