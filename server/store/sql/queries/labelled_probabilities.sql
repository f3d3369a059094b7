-- What version $2 of model $1 said of samples taken in the $4 days before $3, and what the laboratory did.
SELECT probability::double precision, label FROM water.labelled_inferences
WHERE model = $1 AND version = $2::integer AND counts AND probability IS NOT NULL
  AND sampled_at < $3::timestamptz AND sampled_at >= $3::timestamptz - $4 * interval '1 day'
