-- A label is corrected as a result is: by a new version with a reason, which counts when a second person has certified it.

-- Version 1 is the label that came with the sample.
CREATE TABLE water.label_versions (
  sample_id        bigint NOT NULL REFERENCES water.samples,
  version          integer NOT NULL CHECK (version >= 2),
  label            boolean,
  label_value      double precision, -- of a regression's spec, in place of the class
  reason           text NOT NULL CHECK (reason <> ''),
  entered_by       text NOT NULL CHECK (entered_by <> ''),
  entered_token_id bigint,
  recorded_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (sample_id, version),
  CHECK (num_nonnulls(label, label_value) = 1)
);
CREATE TABLE water.label_certifications (
  sample_id          bigint NOT NULL,
  version            integer NOT NULL,
  certified_by       text NOT NULL CHECK (certified_by <> ''),
  certified_token_id bigint,
  certified_at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (sample_id, version),
  FOREIGN KEY (sample_id, version) REFERENCES water.label_versions
);
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['water.label_versions', 'water.label_certifications'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION water.refuse_change()',
                   name);
    EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION water.refuse_change()',
                   name);
  END LOOP;
END $$;

-- Of each sample whose label was corrected the newest certified version.
CREATE VIEW water.corrected_labels AS
SELECT DISTINCT ON (v.sample_id) v.sample_id, v.version, v.label, v.label_value
FROM water.label_versions v JOIN water.label_certifications c USING (sample_id, version)
ORDER BY v.sample_id, v.version DESC;

-- As before, with the label that counts.
CREATE OR REPLACE VIEW water.certified_samples AS
SELECT s.sample_id, s.plant_id, s.sampling_point_id, s.origin, s.sample_key, s.model,
       CASE WHEN n.sample_id IS NULL THEN s.label ELSE n.label END AS label,
       CASE WHEN n.sample_id IS NULL THEN s.label_value ELSE n.label_value END AS label_value,
       s.labelled, s.sampled_at, s.time_precision, s.sample_group, s.laboratory, s.stated_verdict, s.source, s.source_row,
       s.content_sha256, s.simulated, s.imported_at, s.awaits_certification
FROM water.samples s
LEFT JOIN water.corrected_labels n USING (sample_id)
WHERE NOT s.awaits_certification OR EXISTS (SELECT FROM water.result_certifications c WHERE c.sample_id = s.sample_id);

-- As before, with the label that counts. Many inferences about one sample are one piece of evidence: the nearest in time counts.
CREATE OR REPLACE VIEW water.labelled_inferences AS
SELECT i.model, i.version, i.role, i.inference_id, i.inferred_at, i.plant_id, i.probability, i.threshold, i.positive,
       m.sample_id, s.sampled_at, s.label, s.simulated, m.seconds_apart,
       row_number() OVER (PARTITION BY m.sample_id, i.model, i.version
                          ORDER BY m.seconds_apart, i.inferred_at, i.inference_id) = 1 AS counts
FROM water.inference_samples m
JOIN water.water_inferences i USING (inferred_at, inference_id)
JOIN water.certified_samples s USING (sample_id)
WHERE s.label IS NOT NULL;
