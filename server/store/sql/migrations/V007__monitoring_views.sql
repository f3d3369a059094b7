-- What dashboards may read: the views of schema `monitor`, as the role `clearwell_monitor`, and nothing else.
-- grafana/README.md says how a Grafana gets in.

CREATE SCHEMA monitor;

-- What the law said of the result on the day it came in; empty where it says nothing. Judged by the program that took the
-- result in, as the totals beside it are, so that the two cannot differ.
ALTER TABLE water.sample_results
  ADD COLUMN verdict text NOT NULL DEFAULT '' CHECK (verdict IN ('', 'within', 'beyond', 'cannot_be_judged'));

-- The limits that the running program judges by (common/limits/legal_limits.json), written by it at each start. For people
-- who read a verdict; nothing is judged by this table.
CREATE TABLE water.legal_limits (
  jurisdiction text NOT NULL,
  parameter    text NOT NULL,
  instrument   text NOT NULL, -- short name of the law
  article      text NOT NULL,
  unit         text NOT NULL, -- of min and max: the parameter's own
  min          double precision,
  max          double precision,
  kind         text NOT NULL, -- health, indicator, aesthetic or operational
  compliance   text NOT NULL, -- the rule: each_sample, annual_average, …
  valid_from   date,          -- NULL: always was
  valid_to     date,          -- NULL: no end is known
  confirmed    boolean NOT NULL -- the text of the law was read; otherwise the limit is shown, but judges nothing
);

-- Compliance ----------------------------------------------------------------------------------------------------------

CREATE VIEW monitor.plants AS
SELECT plant_id, name AS plant, jurisdiction, operator, place, population_served, simulated FROM water.plants;

CREATE VIEW monitor.limits AS SELECT * FROM water.legal_limits;

-- Which version of each result is certified. A function that does it with its owner's rights, because what a view calls is
-- called with the reader's, who may read no table.
CREATE FUNCTION monitor.certified_versions()
RETURNS TABLE (sample_id bigint, parameter text, result_key text, version integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp ROWS 100000 AS $$
  SELECT sample_id, parameter, result_key, version FROM water.certified_results
$$;

-- Certified laboratory results of plants, each with the law's verdict.
CREATE VIEW monitor.results AS
SELECT s.sampled_at, s.sample_id, s.plant_id, p.name AS plant, p.jurisdiction, r.parameter, r.result_text, r.unit, r.finding,
       r.qualifier, coalesce(r.canonical_value, r.value) AS value, r.verdict, s.laboratory, s.source, s.simulated
FROM water.samples s
JOIN water.plants p USING (plant_id)
JOIN water.sample_results r USING (sample_id)
JOIN monitor.certified_versions() USING (sample_id, parameter, result_key, version)
WHERE s.sampled_at IS NOT NULL;

-- Results beyond a limit, each with the limit that it breaks; `factor` is how many times the limit it is, above or below.
CREATE VIEW monitor.exceedances AS
SELECT r.sampled_at, r.sample_id, r.plant_id, r.plant, r.jurisdiction, r.parameter, r.result_text, r.unit, r.value,
       CASE WHEN l.max IS NOT NULL AND r.value >= l.max THEN l.max ELSE l.min END AS limit_value,
       CASE WHEN l.max IS NOT NULL AND r.value >= l.max THEN '≤' WHEN l.min IS NOT NULL THEN '≥' END AS limit_is,
       CASE WHEN l.max > 0 AND r.value >= l.max THEN r.value / l.max
            WHEN r.value > 0 AND r.value <= l.min THEN l.min / r.value END AS factor,
       l.kind, l.instrument, l.article, l.compliance, r.laboratory, r.simulated
FROM monitor.results r
LEFT JOIN water.legal_limits l
  ON l.jurisdiction = r.jurisdiction AND l.parameter = r.parameter AND l.confirmed
 AND r.sampled_at::date BETWEEN coalesce(l.valid_from, '-infinity') AND coalesce(l.valid_to, 'infinity')
 AND (r.value > l.max OR r.value < l.min OR r.value = l.max AND r.qualifier = '>' OR r.value = l.min AND r.qualifier = '<'
      OR r.finding = 'present' AND l.max = 0)
WHERE r.verdict = 'beyond';

-- Models --------------------------------------------------------------------------------------------------------------

-- Precision is that of all folds together, with its 95 % bounds (Wilson); recall and ROC AUC are means over the folds.
CREATE VIEW monitor.model_versions AS
SELECT v.created_at, v.name AS model, v.version, v.family, v.threshold, v.data_origin, v.alarms, v.sha256, v.size_bytes,
       v.run_id, a.alias, (v.metrics #>> '{precision,pooled}')::double precision AS precision,
       (v.metrics #>> '{precision,lower}')::double precision AS precision_lower,
       (v.metrics #>> '{precision,upper}')::double precision AS precision_upper,
       (v.metrics #>> '{recall,mean}')::double precision AS recall,
       (v.metrics #>> '{roc_auc,mean}')::double precision AS roc_auc
FROM tracking.model_versions v
LEFT JOIN tracking.registered_model_aliases a USING (name, version);

CREATE VIEW monitor.promotions AS
SELECT decided_at, promotion_id, name AS model, version, from_version, outcome, reason, decided_by FROM tracking.promotions;

-- What models answered. A challenger's answers are in its shadow and never reached anybody.
CREATE VIEW monitor.inferences AS
SELECT inferred_at, inference_id, model, version, role, plant_id, probability, threshold, positive
FROM water.water_inferences;

-- Each window of time of a version: whether what it was asked was still what it was trained on.
CREATE VIEW monitor.drift_windows AS
SELECT window_start, window_end, name AS model, version, n_rows, outcome, reason, retrain_job_id FROM tracking.drift_windows;

-- What a laboratory sample near in time said of an answer: the nearest answer of each version about each sample.
CREATE VIEW monitor.labelled_inferences AS
SELECT sampled_at, sample_id, inferred_at, inference_id, model, version, role, plant_id, probability, threshold, positive, label,
       seconds_apart, simulated
FROM water.labelled_inferences WHERE counts;

-- What a version's own probabilities say of its precision, window by window; `off` says why they say nothing.
CREATE VIEW monitor.precision_estimates AS
SELECT window_start, window_end, name AS model, version, n_positive, precision, lower, upper, off FROM tracking.precision_estimates;

-- Training and jobs -----------------------------------------------------------------------------------------------------

-- Training jobs; `version` is what came of one, NULL where nothing did.
CREATE VIEW monitor.training_runs AS
SELECT r.start_time, r.end_time, e.name AS model, r.run_id, lower(r.status) AS status, v.version, v.family,
       extract(epoch FROM r.end_time - r.start_time)::double precision AS duration_seconds
FROM tracking.runs r
JOIN tracking.experiments e USING (experiment_id)
LEFT JOIN tracking.model_versions v ON v.run_id = r.run_id
WHERE r.run_name = 'train' AND r.parent_run_id IS NULL;

-- The figures of each family that a training job judged, on folds that took no part in the fit; not those of single folds.
CREATE VIEW monitor.family_metrics AS
SELECT parent.start_time, e.name AS model, parent.run_id, r.run_name AS family, m.key AS metric, m.value
FROM tracking.runs r
JOIN tracking.runs parent ON parent.run_id = r.parent_run_id AND parent.parent_run_id IS NULL AND parent.run_name = 'train'
JOIN tracking.experiments e ON e.experiment_id = parent.experiment_id
JOIN tracking.metrics m ON m.run_id = r.run_id AND m.key ~ '_(mean|sd|pooled|lower|upper)$';

CREATE VIEW monitor.jobs AS
SELECT created_at, started_at, ended_at, job_id, kind, model, requested_by, lower(status) AS status, attempts, error
FROM ops.jobs;

-- Who did what, and why. Whether the chain of entries holds, `clearwell audit verify` says.
CREATE VIEW monitor.audit_entries AS
SELECT recorded_at, entry_id, role, subject, action, object, reason FROM ops.audit_entries;

-- The role --------------------------------------------------------------------------------------------------------------

-- A role belongs to the whole PostgreSQL server, so another database's migration may have made it already, or be making it
-- now. It has no password: over a network it comes in only after its administrator has given it one.
DO $$
BEGIN
  CREATE ROLE clearwell_monitor LOGIN CONNECTION LIMIT 20;
  COMMENT ON ROLE clearwell_monitor IS 'Clearwell: dashboards; reads the views of schema monitor and nothing else';
  ALTER ROLE clearwell_monitor SET default_transaction_read_only = on;
  ALTER ROLE clearwell_monitor SET statement_timeout = '30s';
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;
  WHEN insufficient_privilege THEN
    RAISE WARNING 'this user may not create the role clearwell_monitor, so dashboards cannot read the database yet; grafana/README.md says what an administrator runs';
END $$;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'clearwell_monitor') THEN
    GRANT USAGE ON SCHEMA monitor TO clearwell_monitor;
    GRANT SELECT ON ALL TABLES IN SCHEMA monitor TO clearwell_monitor;
  END IF;
END $$;
