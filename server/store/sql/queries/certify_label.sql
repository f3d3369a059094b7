-- Certifies version $2 of the label of sample $1, by $3 with token $4.
INSERT INTO water.label_certifications (sample_id, version, certified_by, certified_token_id)
VALUES ($1::bigint, $2::integer, $3, $4::bigint)
