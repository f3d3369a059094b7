-- What came in conflict $1, as a result of its sample: key $2, version $3, because of $4, entered by $5 with token $6; the
-- law says $7 of it.
INSERT INTO water.sample_results (sample_id, parameter, result_key, reported_name, fraction, finding, value, qualifier,
                                  detection_limit, unit, result_text, canonical_value, stated_verdict, remarks, version, reason,
                                  entered_by, entered_token_id, verdict)
SELECT sample_id, parameter, $2, reported_name, fraction, finding, value, qualifier, detection_limit, unit, result_text,
       canonical_value, stated_verdict, remarks, $3::integer, $4, $5, $6::bigint, $7
FROM water.result_conflicts WHERE conflict_id = $1::bigint
