-- create_incoming_samples.sql: where samples are copied to before it is known which of them are new. One row a sample,
-- results as parallel arrays, because one connection carries one COPY at a time.
CREATE TEMPORARY TABLE incoming_samples (
  source_row     integer NOT NULL,
  plant_id       text,
  model          text,
  label          boolean,
  label_value    double precision,
  sampled_at     timestamptz,
  sample_group   text,
  laboratory     text NOT NULL,
  source         text NOT NULL,
  content_sha256 bytea NOT NULL,
  simulated      boolean NOT NULL,
  parameters     text[] NOT NULL,
  findings       text[] NOT NULL,
  numbers        double precision[] NOT NULL, -- NULL of a category
  qualifiers     text[] NOT NULL,
  units          text[] NOT NULL,
  result_texts   text[] NOT NULL,
  verdicts       text[] NOT NULL -- of the law on each result; empty where it says nothing
) ON COMMIT DROP;
