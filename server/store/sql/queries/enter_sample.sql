-- A sample that a person has entered for plant $1 under key $2, with its results; nothing where the key is taken. $3 when it
-- was taken, $4 laboratory, $5 its verdict in words, $6 SHA-256 of what was entered, $7 spec and $8 label, $9 and $10 name
-- and number of the token; the arrays from $11 to $24 are the results. $25 the label where it is a number, $26 group.
WITH stored AS (
  INSERT INTO water.samples (plant_id, origin, sample_key, sampled_at, laboratory, stated_verdict, content_sha256, model, label,
                             label_value, sample_group, source, awaits_certification)
  VALUES ($1, 'entered for ' || $1, $2, $3::timestamptz, $4, $5, $6::bytea, $7, $8::boolean, $25::float8, $26, 'entered by ' || $9, true)
  ON CONFLICT DO NOTHING
  RETURNING sample_id
), results AS (
  INSERT INTO water.sample_results (sample_id, parameter, result_key, reported_name, fraction, finding, value, qualifier,
                                    detection_limit, unit, result_text, canonical_value, stated_verdict, remarks, verdict,
                                    entered_by, entered_token_id)
  SELECT sample_id, parameter, result_key, reported_name, fraction, finding, value, qualifier, detection_limit, unit,
         result_text, canonical_value, r.stated_verdict, remarks, verdict, $9, $10::bigint
  FROM stored
  CROSS JOIN unnest($11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::float8[], $17::text[], $18::float8[],
                    $19::text[], $20::text[], $21::float8[], $22::text[], $23::text[], $24::text[])
    AS r (parameter, result_key, reported_name, fraction, finding, value, qualifier, detection_limit, unit, result_text,
          canonical_value, stated_verdict, remarks, verdict)
), sample_totals AS (
  INSERT INTO water.sample_totals (plant_id, outcome, total) SELECT $1, 'accepted', 1 FROM stored
  ON CONFLICT (plant_id, outcome) DO UPDATE SET total = sample_totals.total + excluded.total
), verdict_totals AS (
  INSERT INTO water.verdict_totals (parameter, jurisdiction, verdict, total)
  SELECT r.parameter, jurisdiction, verdict, count(*)
  FROM stored
  JOIN water.plants p ON p.plant_id = $1
  CROSS JOIN unnest($11::text[], $24::text[]) AS r (parameter, verdict)
  WHERE verdict <> ''
  GROUP BY r.parameter, jurisdiction, verdict
  ORDER BY r.parameter, jurisdiction, verdict -- everybody in one order, so that two writers never wait for each other
  ON CONFLICT (parameter, jurisdiction, verdict) DO UPDATE SET total = verdict_totals.total + excluded.total
)
SELECT sample_id FROM stored
