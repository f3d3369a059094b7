-- Names of the specs that have labelled samples.
SELECT DISTINCT model FROM water.certified_samples WHERE model IS NOT NULL AND labelled ORDER BY model
