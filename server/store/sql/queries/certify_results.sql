-- Certifies versions $4 of results $2, $3 of sample $1, by $5 with token $6.
INSERT INTO water.result_certifications (sample_id, parameter, result_key, version, certified_by, certified_token_id)
SELECT $1::bigint, r.*, $5, $6::bigint FROM unnest($2::text[], $3::text[], $4::integer[]) AS r
