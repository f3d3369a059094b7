-- Next versions of results of sample $1, because of $2, by $3 with token $4; the arrays from $5 on are the results, each with
-- the number of its version.
INSERT INTO water.sample_results (sample_id, reason, entered_by, entered_token_id, parameter, result_key, reported_name,
                                  fraction, finding, value, qualifier, detection_limit, unit, result_text, canonical_value,
                                  stated_verdict, remarks, verdict, version)
SELECT $1::bigint, $2, $3, $4::bigint, r.*
FROM unnest($5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::float8[], $11::text[], $12::float8[], $13::text[],
            $14::text[], $15::float8[], $16::text[], $17::text[], $18::text[], $19::integer[]) AS r
