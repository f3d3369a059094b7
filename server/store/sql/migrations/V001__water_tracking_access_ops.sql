-- The first shape of the store: measured water, tracked training, registered models, tokens.

CREATE SCHEMA water;
CREATE SCHEMA tracking;
CREATE SCHEMA access;

-- Water ---------------------------------------------------------------------------------------------------------------

CREATE TABLE water.plants (
  plant_id          text PRIMARY KEY CHECK (plant_id ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
  name              text NOT NULL,
  place             text NOT NULL DEFAULT '',
  operator          text NOT NULL DEFAULT '',
  latitude          double precision CHECK (latitude BETWEEN -90 AND 90),
  longitude         double precision CHECK (longitude BETWEEN -180 AND 180),
  time_zone         text NOT NULL DEFAULT 'UTC',
  jurisdiction      text NOT NULL,  -- code in common/limits: which law judges its water
  population_served integer CHECK (population_served >= 0),
  simulated         boolean NOT NULL DEFAULT false,
  created_at        timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE water.sensors (
  sensor_id text PRIMARY KEY,
  plant_id  text NOT NULL REFERENCES water.plants,
  parameter text NOT NULL,
  unit      text NOT NULL,
  simulated boolean NOT NULL DEFAULT false
);

-- A place where water is sampled, as its source names it: a tap, a well, a station in a river.
CREATE TABLE water.sampling_points (
  sampling_point_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  origin            text NOT NULL, -- who gives point_key its meaning
  point_key         text NOT NULL,
  name              text NOT NULL DEFAULT '',
  site              text NOT NULL DEFAULT '', -- the water system or water body it belongs to, as named there
  kind              text NOT NULL DEFAULT '' CHECK (kind IN ('', 'raw', 'treated', 'network')),
  latitude          double precision CHECK (latitude BETWEEN -90 AND 90),
  longitude         double precision CHECK (longitude BETWEEN -180 AND 180),
  UNIQUE (origin, point_key)
);

-- A laboratory sample: of a plant or a sampling point, or a row of a data set's file. Its results are in sample_results.
CREATE TABLE water.samples (
  sample_id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  plant_id          text REFERENCES water.plants,
  sampling_point_id bigint REFERENCES water.sampling_points,
  origin            text NOT NULL DEFAULT '', -- who gives sample_key its meaning
  sample_key        text,        -- what its origin calls the sample; NULL where the content is all that tells it
  model             text,        -- name of the spec that the label belongs to
  label             boolean,     -- the spec's positive class; NULL where nobody certified one
  label_value       double precision, -- of a regression's spec, in place of the class: the number
  labelled          boolean GENERATED ALWAYS AS (num_nonnulls(label, label_value) > 0) STORED,
  sampled_at        timestamptz, -- the beginning of it where time_precision is coarser; NULL where the file gives no date
  time_precision    text NOT NULL DEFAULT 'moment' CHECK (time_precision IN ('moment', 'day', 'month', 'year')),
  sample_group      text,        -- of the spec's group column, such as a site; a split may keep it on one side
  laboratory        text NOT NULL DEFAULT '',
  stated_verdict    text NOT NULL DEFAULT '', -- of the laboratory or the authority, in its words
  source            text NOT NULL DEFAULT '', -- file or system it came from
  source_row        integer,     -- 0-based data row of that file
  content_sha256    bytea CHECK (length(content_sha256) = 32),
  simulated         boolean NOT NULL DEFAULT false,
  imported_at       timestamptz NOT NULL DEFAULT now(),
  CHECK (label IS NULL OR label_value IS NULL),
  CHECK (sample_key IS NOT NULL OR content_sha256 IS NOT NULL AND (plant_id IS NOT NULL OR model IS NOT NULL))
);
-- The same content twice is one sample, and so is the same key: re-importing a file adds nothing.
CREATE UNIQUE INDEX samples_content ON water.samples (coalesce(plant_id, ''), coalesce(model, ''), content_sha256);
CREATE UNIQUE INDEX samples_key ON water.samples (origin, sample_key) WHERE sample_key IS NOT NULL;
CREATE INDEX samples_plant_time ON water.samples (plant_id, sampled_at DESC) WHERE plant_id IS NOT NULL;
CREATE INDEX samples_model ON water.samples (model, sample_id) WHERE model IS NOT NULL;

-- One measured parameter of a sample. A parameter not measured has no row; a non-detect keeps its qualifier and limit.
CREATE TABLE water.sample_results (
  sample_id       bigint NOT NULL REFERENCES water.samples,
  parameter       text NOT NULL, -- code in common/limits; the source's own name of what is not known there
  result_key      text NOT NULL DEFAULT '', -- tells results of one parameter apart: the source's id, fraction, repetition
  reported_name   text NOT NULL DEFAULT '', -- the parameter, as the source names it
  fraction        text NOT NULL DEFAULT '', -- dissolved, total, …, as the source says
  finding         text NOT NULL DEFAULT 'value' CHECK (finding IN ('value', 'not_detected', 'present', 'absent')),
  value           double precision,      -- the number, or the detection limit where the qualifier is < or >
  qualifier       text NOT NULL DEFAULT '=' CHECK (qualifier IN ('=', '<', '>')),
  detection_limit double precision,      -- where the source states it, also beside a value
  unit            text NOT NULL DEFAULT '', -- of value and detection_limit, as reported
  result_text     text NOT NULL,         -- as the laboratory wrote it
  canonical_value double precision,      -- value in the parameter's own unit, where both are known
  stated_verdict  text NOT NULL DEFAULT '', -- of the laboratory or the authority, in its words
  remarks         text NOT NULL DEFAULT '', -- what to know before using it: preliminary, a unit corrected, …
  PRIMARY KEY (sample_id, parameter, result_key),
  CHECK (value IS NOT NULL OR finding <> 'value') -- not detected, and nobody says below what
);

-- A result that came again with another value: kept as it came, beside the stored one, until somebody decides.
CREATE TABLE water.result_conflicts (
  sample_id   bigint NOT NULL REFERENCES water.samples,
  parameter   text NOT NULL,
  result_key  text NOT NULL,
  sampled_at  timestamptz,
  finding     text NOT NULL,
  value       double precision,
  qualifier   text NOT NULL,
  unit        text NOT NULL,
  result_text text NOT NULL,
  source      text NOT NULL,
  source_line bigint NOT NULL,
  imported_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX result_conflicts_content ON water.result_conflicts
  (sample_id, parameter, result_key, coalesce(sampled_at, '-infinity'), finding, coalesce(value, 'nan'), qualifier, unit);

-- What came in so far, for the metrics: counting the tables at each scrape would take longer with every year.
CREATE TABLE water.sample_totals (
  plant_id text NOT NULL REFERENCES water.plants,
  outcome  text NOT NULL CHECK (outcome IN ('accepted', 'duplicate', 'rejected')),
  total    bigint NOT NULL,
  PRIMARY KEY (plant_id, outcome)
);

-- Results of plants' samples by what the law said of them on the day they came in.
CREATE TABLE water.verdict_totals (
  parameter    text NOT NULL,
  jurisdiction text NOT NULL,
  verdict      text NOT NULL CHECK (verdict IN ('within', 'beyond', 'cannot_be_judged')),
  total        bigint NOT NULL,
  PRIMARY KEY (parameter, jurisdiction, verdict)
);

CREATE TABLE water.readings (
  sensor_id      text NOT NULL REFERENCES water.sensors,
  read_at        timestamptz NOT NULL,
  value          double precision NOT NULL, -- in the sensor's unit
  quality        text NOT NULL DEFAULT 'good' CHECK (quality IN ('good', 'uncertain', 'bad')),
  reported_value double precision,          -- before conversion to that unit; NULL where there was none
  PRIMARY KEY (sensor_id, read_at)
);

-- A reading that came again with another value, kept beside the stored one until somebody decides.
CREATE TABLE water.reading_conflicts (
  sensor_id   text NOT NULL REFERENCES water.sensors,
  read_at     timestamptz NOT NULL,
  value       double precision NOT NULL,
  quality     text NOT NULL,
  source      text NOT NULL,
  source_line bigint NOT NULL,
  imported_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (sensor_id, read_at, value)
);

-- Whether AT TIME ZONE takes the text: a name such as Europe/Berlin, or an abbreviation such as EST.
CREATE FUNCTION water.is_time_zone(zone text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM now() AT TIME ZONE zone;
  RETURN true;
EXCEPTION WHEN invalid_parameter_value THEN
  RETURN false;
END $$;

-- (Re)creates water.<model>: the samples of one model's spec with one column a feature, as people and training read them.
-- features[i] is the column of the results of parameters[i]. A non-detect enters with its detection limit.
CREATE FUNCTION water.create_wide_view(model text, features text[], parameters text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  columns text;
BEGIN
  -- Two imports at once would both find the view gone and both create it.
  PERFORM pg_advisory_xact_lock(hashtext('water.create_wide_view'));
  SELECT string_agg(format('max(r.value) FILTER (WHERE r.parameter = %L) AS %I', parameter, feature), ', ' ORDER BY n)
    INTO columns FROM unnest(features, parameters) WITH ORDINALITY AS f (feature, parameter, n);
  EXECUTE format('DROP VIEW IF EXISTS water.%I', model);
  EXECUTE format('CREATE VIEW water.%I AS SELECT s.sample_id, s.plant_id, s.sampled_at, %s, s.label, s.label_value, s.simulated '
                 'FROM water.samples s LEFT JOIN water.sample_results r USING (sample_id) '
                 'WHERE s.model = %L GROUP BY s.sample_id', model, columns, model);
END $$;

-- Every answer of a model, with the features as scored. Append-only, one partition a month.
CREATE TABLE water.water_inferences (
  inference_id bigint GENERATED BY DEFAULT AS IDENTITY,
  inferred_at  timestamptz NOT NULL DEFAULT now(),
  model        text NOT NULL,
  version      integer NOT NULL,
  role         text NOT NULL CHECK (role IN ('champion', 'challenger', 'pinned')),
  plant_id     text,
  sensor_id    text,
  features     real[] NOT NULL, -- order of the version's spec; NULL where not measured
  margin       real NOT NULL,
  probability  real,    -- a regression has neither these: its answer is the margin
  threshold    real,
  positive     boolean,
  CHECK (num_nulls(probability, threshold, positive) IN (0, 3)),
  PRIMARY KEY (inferred_at, inference_id)
) PARTITION BY RANGE (inferred_at);
CREATE INDEX water_inferences_time ON water.water_inferences USING brin (inferred_at);

-- Creates the partition of the month that holds `moment`, when it is missing.
CREATE FUNCTION water.ensure_inference_partition(moment timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first_day date := date_trunc('month', moment AT TIME ZONE 'UTC')::date;
  partition_name text := 'water_inferences_' || to_char(first_day, 'YYYYMM');
BEGIN
  IF to_regclass('water.' || partition_name) IS NULL THEN
    PERFORM pg_advisory_xact_lock(hashtext('water.ensure_inference_partition'));
    EXECUTE format('CREATE TABLE IF NOT EXISTS water.%I PARTITION OF water.water_inferences FOR VALUES FROM (%L) TO (%L)',
                   partition_name, first_day::timestamp AT TIME ZONE 'UTC',
                   (first_day + interval '1 month') AT TIME ZONE 'UTC');
  END IF;
END $$;

-- An answer is evidence: it is neither changed nor deleted.
CREATE FUNCTION water.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on %.% is refused: the table is append-only', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON water.water_inferences
  FOR EACH ROW EXECUTE FUNCTION water.refuse_change();

-- Tracking and registry -----------------------------------------------------------------------------------------------

CREATE TABLE tracking.experiments (
  experiment_id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  name          text NOT NULL UNIQUE,
  created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE tracking.runs (
  run_id        text PRIMARY KEY CHECK (run_id ~ '^[0-9a-f]{32}$'),
  experiment_id bigint NOT NULL REFERENCES tracking.experiments,
  parent_run_id text REFERENCES tracking.runs,
  run_name      text NOT NULL,
  status        text NOT NULL CHECK (status IN ('RUNNING', 'FINISHED', 'FAILED', 'KILLED')),
  start_time    timestamptz NOT NULL DEFAULT now(),
  end_time      timestamptz
);
CREATE INDEX runs_at_work ON tracking.runs (run_id) WHERE status = 'RUNNING';

CREATE TABLE tracking.params (
  run_id text NOT NULL REFERENCES tracking.runs,
  key    text NOT NULL,
  value  text NOT NULL,
  PRIMARY KEY (run_id, key)
);

CREATE TABLE tracking.metrics (
  run_id    text NOT NULL REFERENCES tracking.runs,
  key       text NOT NULL,
  value     double precision NOT NULL,
  step      bigint NOT NULL DEFAULT 0, -- fold within repeat, counted through, where a metric is per fold
  logged_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (run_id, key, step)
);

CREATE TABLE tracking.tags (
  run_id text NOT NULL REFERENCES tracking.runs,
  key    text NOT NULL,
  value  text NOT NULL,
  PRIMARY KEY (run_id, key)
);

-- A file that belongs to a run: statistics of its data, plots, tables. Small ones; model files are not here.
CREATE TABLE tracking.run_artifacts (
  run_id     text NOT NULL REFERENCES tracking.runs,
  path       text NOT NULL CHECK (path ~ '^[a-z0-9][a-z0-9_.-]*(/[a-z0-9][a-z0-9_.-]*)*$'),
  media_type text NOT NULL,
  bytes      bytea NOT NULL CHECK (length(bytes) <= 16777216),
  logged_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (run_id, path)
);

CREATE TABLE tracking.registered_models (
  name       text PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9_]{0,62}$'),
  created_at timestamptz NOT NULL DEFAULT now()
);

-- One immutable model file. The artifact is stored under its SHA-256 before this row says that it exists.
CREATE TABLE tracking.model_versions (
  name          text NOT NULL REFERENCES tracking.registered_models,
  version       integer NOT NULL CHECK (version >= 1),
  run_id        text NOT NULL REFERENCES tracking.runs,
  family        text NOT NULL,
  sha256        text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes    bigint NOT NULL,
  threshold     double precision, -- NULL: a regression calls nothing positive
  metrics       jsonb NOT NULL DEFAULT '{}', -- out-of-fold means, as the page and the API show them
  parity_rows   integer NOT NULL,
  parity_digest text NOT NULL,
  data_origin   text NOT NULL CHECK (data_origin IN ('imported', 'laboratory', 'simulated')),
  alarms        text[] NOT NULL DEFAULT '{}', -- reasons not to believe its metrics; it is promoted by force only
  created_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (name, version)
);

CREATE TABLE tracking.registered_model_aliases (
  name    text NOT NULL,
  alias   text NOT NULL CHECK (alias IN ('champion', 'challenger')),
  version integer NOT NULL,
  PRIMARY KEY (name, alias),
  FOREIGN KEY (name, version) REFERENCES tracking.model_versions
);

-- Every decision about who is champion, also "no". `version` became champion in place of `from_version`, or was refused.
CREATE TABLE tracking.promotions (
  promotion_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name         text NOT NULL REFERENCES tracking.registered_models,
  version      integer NOT NULL,
  from_version integer,
  outcome      text NOT NULL CHECK (outcome IN ('promoted', 'refused', 'forced', 'rolled_back')),
  reason       text NOT NULL CHECK (reason <> ''),
  figures      jsonb NOT NULL DEFAULT '{}', -- what each of the two reached, and on which rows
  decided_by   text NOT NULL,
  decided_at   timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (name, version) REFERENCES tracking.model_versions,
  FOREIGN KEY (name, from_version) REFERENCES tracking.model_versions
);
CREATE INDEX promotions_name ON tracking.promotions (name, promotion_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON tracking.promotions
  FOR EACH ROW EXECUTE FUNCTION water.refuse_change();

-- Access --------------------------------------------------------------------------------------------------------------

CREATE TABLE access.tokens (
  token_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name         text NOT NULL,
  role         text NOT NULL CHECK (role IN ('plant', 'lab', 'regulator', 'admin')),
  plant_id     text REFERENCES water.plants,
  token_sha256 bytea NOT NULL UNIQUE CHECK (length(token_sha256) = 32),
  created_at   timestamptz NOT NULL DEFAULT now(),
  revoked_at   timestamptz
);

-- Work that somebody or the schedule asked for -------------------------------------------------------------------------

CREATE TABLE ops.jobs (
  job_id        bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  kind          text NOT NULL CHECK (kind IN ('train', 'retrain', 'promote', 'rollback')),
  model         text NOT NULL,
  request       jsonb NOT NULL DEFAULT '{}',
  requested_by  text NOT NULL,
  scheduled_for timestamptz, -- the time of the schedule; NULL where somebody asked
  status        text NOT NULL CHECK (status IN ('QUEUED', 'RUNNING', 'FINISHED', 'FAILED', 'KILLED')),
  attempts      integer NOT NULL DEFAULT 0,
  not_before    timestamptz, -- of the next attempt; NULL where who asked works on it himself
  created_at    timestamptz NOT NULL,
  started_at    timestamptz,
  ended_at      timestamptz,
  result        jsonb,
  error         text, -- of the last attempt
  UNIQUE (kind, model, scheduled_for)
);
CREATE INDEX jobs_at_work ON ops.jobs (not_before) WHERE status IN ('QUEUED', 'RUNNING');
