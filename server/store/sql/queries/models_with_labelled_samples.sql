-- Names of the specs that have labelled samples.
SELECT DISTINCT model FROM water.samples WHERE model IS NOT NULL AND labelled ORDER BY model
