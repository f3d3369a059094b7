-- Version $2 of the label of sample $1: $3, or the number $4, for the reason $5, by $6 with token $7.
INSERT INTO water.label_versions (sample_id, version, label, label_value, reason, entered_by, entered_token_id)
VALUES ($1::bigint, $2::integer, $3::boolean, $4::float8, $5, $6, $7::bigint)
