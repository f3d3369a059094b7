-- judge_incoming_results.sql: every result of the incoming records of origin $1, and whether it is new, known, or in
-- conflict with what is known: with a stored result of the same key, or with an earlier one of the same file. What any
-- version said is known, and so is a conflict that somebody has decided.
-- What is stored is looked up row by row (OFFSET 0 keeps it so): a table that this transaction fills has no statistics yet,
-- and a join planned for a few rows compared every row with every other.
CREATE TEMPORARY TABLE incoming_results ON COMMIT DROP AS
WITH results AS (
  SELECT r.source_row, r.line, s.sample_id, r.moment, s.sampled_at IS DISTINCT FROM r.moment AS at_another_time, e.*,
         concat_ws(' ', e.finding, e.qualifier, e.value, e.unit) AS content
  FROM incoming_records r
  CROSS JOIN LATERAL (SELECT sample_id, sampled_at FROM water.samples
                      WHERE origin = $1 AND sample_key = r.sample_key OFFSET 0) AS s
  CROSS JOIN LATERAL unnest(r.parameters, r.result_keys, r.reported_names, r.fractions, r.findings, r.numbers, r.qualifiers,
                            r.detection_limits, r.units, r.result_texts, r.canonical, r.stated_verdicts, r.remarks,
                            r.verdicts)
    AS e (parameter, result_key, reported_name, fraction, finding, value, qualifier, detection_limit, unit, result_text,
          canonical_value, stated_verdict, remarks, verdict)
  WHERE r.refusal IS NULL
), repeated AS (
  SELECT *, row_number() OVER same AS nth, first_value(content) OVER same AS first_content
  FROM results
  WINDOW same AS (PARTITION BY sample_id, parameter, result_key ORDER BY source_row)
)
SELECT source_row, line, i.sample_id, moment, at_another_time, parameter, result_key, i.reported_name, i.fraction, i.finding,
       i.value, i.qualifier, i.detection_limit, i.unit, i.result_text, i.canonical_value, i.stated_verdict, i.remarks, verdict,
       CASE WHEN NOT at_another_time AND NOT k.is_stored AND nth = 1 THEN 'new'
            WHEN NOT at_another_time AND CASE WHEN k.is_stored THEN k.is_known ELSE content = first_content END THEN 'known'
            WHEN EXISTS (SELECT FROM water.result_conflicts c JOIN water.conflict_decisions USING (conflict_id)
                         WHERE c.sample_id = i.sample_id AND c.parameter = i.parameter AND c.result_key = i.result_key
                           AND c.sampled_at IS NOT DISTINCT FROM i.moment
                           AND concat_ws(' ', c.finding, c.qualifier, c.value, c.unit) = content) THEN 'known'
            ELSE 'conflict' END AS outcome
FROM repeated i
CROSS JOIN LATERAL (SELECT count(*) > 0 AS is_stored,
                           coalesce(bool_or(concat_ws(' ', finding, qualifier, value, unit) = i.content), false) AS is_known
                    FROM water.sample_results
                    WHERE sample_id = i.sample_id AND parameter = i.parameter AND result_key = i.result_key OFFSET 0) AS k;
