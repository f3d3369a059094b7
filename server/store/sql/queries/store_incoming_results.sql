-- store_incoming_results.sql: stores what is new of the records without a conflict, keeps conflicts beside (file $1), and
-- answers how many records were accepted, duplicates, in conflict. $2: the jurisdiction of the plant's verdicts.
WITH contradicting AS (
  SELECT DISTINCT source_row FROM incoming_results WHERE outcome = 'conflict'
), stored AS (
  INSERT INTO water.sample_results (sample_id, parameter, result_key, reported_name, fraction, finding, value, qualifier,
                                    detection_limit, unit, result_text, canonical_value, stated_verdict, remarks, verdict)
  SELECT sample_id, parameter, result_key, reported_name, fraction, finding, value, qualifier, detection_limit, unit,
         result_text, canonical_value, stated_verdict, remarks, verdict
  FROM incoming_results i
  WHERE outcome = 'new' AND NOT EXISTS (SELECT FROM contradicting c WHERE c.source_row = i.source_row)
), conflicts AS (
  INSERT INTO water.result_conflicts (sample_id, parameter, result_key, sampled_at, finding, value, qualifier, unit,
                                      result_text, source, source_line, reported_name, fraction, detection_limit,
                                      canonical_value, stated_verdict, remarks)
  SELECT sample_id, parameter, result_key, moment, finding, value, qualifier, unit, result_text, $1, line, reported_name,
         fraction, detection_limit, canonical_value, stated_verdict, remarks
  FROM incoming_results WHERE outcome = 'conflict'
  ON CONFLICT DO NOTHING
), verdicts AS (
  INSERT INTO water.verdict_totals (parameter, jurisdiction, verdict, total)
  SELECT parameter, $2, verdict, count(*)
  FROM incoming_results i
  WHERE outcome = 'new' AND verdict <> '' AND NOT EXISTS (SELECT FROM contradicting c WHERE c.source_row = i.source_row)
  GROUP BY parameter, verdict
  ORDER BY parameter, verdict -- everybody in one order, so that two writers never wait for each other
  ON CONFLICT (parameter, jurisdiction, verdict) DO UPDATE SET total = verdict_totals.total + excluded.total
), records AS (
  SELECT bool_or(outcome = 'conflict') AS in_conflict, bool_and(outcome = 'known') AS known
  FROM incoming_results GROUP BY source_row
)
SELECT count(*) FILTER (WHERE NOT in_conflict AND NOT known), count(*) FILTER (WHERE known),
       count(*) FILTER (WHERE in_conflict)
FROM records;
