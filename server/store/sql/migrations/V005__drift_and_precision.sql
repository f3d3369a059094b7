-- Models watched after they were trained.

-- Why a job is in the history: somebody asked, its time had come, or the model's inputs had moved.
ALTER TABLE ops.jobs ADD COLUMN reason text NOT NULL DEFAULT 'request' CHECK (reason IN ('request', 'schedule', 'drift'));
UPDATE ops.jobs SET reason = 'schedule' WHERE scheduled_for IS NOT NULL;

-- One stretch of time of one model version: whether what it was asked was still what it was trained on.
CREATE TABLE tracking.drift_windows (
  name           text NOT NULL,
  version        integer NOT NULL,
  window_start   timestamptz NOT NULL,
  window_end     timestamptz NOT NULL CHECK (window_end > window_start),
  n_rows         bigint NOT NULL, -- inferences in it; of very many the features of a sample are compared
  outcome        text NOT NULL CHECK (outcome IN ('drift', 'stable', 'not_computed')),
  reason         text NOT NULL,   -- what has drifted, or why nothing could be computed
  retrain_job_id bigint,          -- of ops.jobs: the retraining that this window asked for
  computed_at    timestamptz NOT NULL,
  PRIMARY KEY (name, version, window_start),
  FOREIGN KEY (name, version) REFERENCES tracking.model_versions
);

-- The features of such a window, and its score as the feature `(score)`. What was not computed is NULL, never 0.
CREATE TABLE tracking.feature_drift (
  name             text NOT NULL,
  version          integer NOT NULL,
  window_start     timestamptz NOT NULL,
  feature          text NOT NULL,
  method           text CHECK (method IN ('kolmogorov_smirnov', 'chi_squared', 'wasserstein', 'jensen_shannon')),
  statistic        double precision,
  threshold        double precision, -- of the statistic; NULL where significance decides alone
  p_value          double precision,
  adjusted_p_value double precision, -- for the number of tests in the window (Holm)
  psi              double precision,
  drifted          boolean,
  not_computed     text NOT NULL,    -- why; empty where it was computed
  n_reference      bigint NOT NULL,
  n_current        bigint NOT NULL,
  missing_before   double precision, -- share of rows
  missing_now      double precision, -- share of rows
  missing_p_value  double precision,
  missing_drifted  boolean,
  PRIMARY KEY (name, version, window_start, feature),
  FOREIGN KEY (name, version, window_start) REFERENCES tracking.drift_windows
);

-- What the precision of a version's positive calls in a window should be, by its own probabilities.
CREATE TABLE tracking.precision_estimates (
  name          text NOT NULL,
  version       integer NOT NULL,
  window_start  timestamptz NOT NULL,
  window_end    timestamptz NOT NULL CHECK (window_end > window_start),
  n_positive    bigint NOT NULL,
  precision     double precision, -- NULL, as its bounds: switched off
  lower         double precision,
  upper         double precision,
  off           text NOT NULL DEFAULT '', -- why it is switched off
  PRIMARY KEY (name, version, window_start),
  FOREIGN KEY (name, version) REFERENCES tracking.model_versions
);

-- Which laboratory sample tells what an inference should have said: the same plant, near in time.
CREATE TABLE water.inference_samples (
  sample_id     bigint NOT NULL REFERENCES water.samples,
  inferred_at   timestamptz NOT NULL,
  inference_id  bigint NOT NULL,
  seconds_apart double precision NOT NULL,
  PRIMARY KEY (sample_id, inferred_at, inference_id)
);

-- How far that has been done: samples that came in later, or may have inferences that did, are still to be joined.
CREATE TABLE water.sample_matching (
  singleton     boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  matched_until timestamptz NOT NULL
);

-- Inferences with the laboratory's label. Many inferences about one sample are one piece of evidence: the nearest in time
-- counts. The label is the sample's own, so that a correction of it is one here too.
CREATE VIEW water.labelled_inferences AS
SELECT i.model, i.version, i.role, i.inference_id, i.inferred_at, i.plant_id, i.probability, i.threshold, i.positive,
       m.sample_id, s.sampled_at, s.label, s.simulated, m.seconds_apart,
       row_number() OVER (PARTITION BY m.sample_id, i.model, i.version
                          ORDER BY m.seconds_apart, i.inferred_at, i.inference_id) = 1 AS counts
FROM water.inference_samples m
JOIN water.water_inferences i USING (inferred_at, inference_id)
JOIN water.samples s USING (sample_id)
WHERE s.label IS NOT NULL;
