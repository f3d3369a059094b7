-- Answers that were made public: anybody may look them up by their number and compute them again. The log itself stays
-- what it is, append-only, and nobody's but the plants' and the regulators'.
CREATE TABLE water.inference_publications (
  inference_id       bigint PRIMARY KEY,
  inferred_at        timestamptz NOT NULL,
  published_by       text NOT NULL CHECK (published_by <> ''),
  published_token_id bigint,
  published_at       timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (inferred_at, inference_id) REFERENCES water.water_inferences (inferred_at, inference_id)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON water.inference_publications
  FOR EACH ROW EXECUTE FUNCTION water.refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON water.inference_publications
  FOR EACH STATEMENT EXECUTE FUNCTION water.refuse_change();

-- To find an answer by its number alone. Numbers rise with time, so a few bytes a page range are enough. A range without
-- them is read whole: they are written as soon as it is full, not when the partition is vacuumed.
CREATE INDEX water_inferences_id ON water.water_inferences USING brin (inference_id) WITH (autosummarize = on);
