-- Whether the rules of the law were kept, for dashboards.

-- What the rule of one limit says of one period of a plant. Judged by the leading server (common/limits/compliance.hpp)
-- from the certified results of that moment, and written anew whenever they change and every day.
CREATE TABLE water.judged_periods (
  plant_id    text NOT NULL REFERENCES water.plants,
  parameter   text NOT NULL,
  instrument  text NOT NULL, -- short name of the law
  article     text NOT NULL,
  unit        text NOT NULL, -- of min, max and figure, but of a share of samples, which is in percent
  min         double precision,
  max         double precision,
  kind        text NOT NULL, -- health, indicator, aesthetic or operational
  compliance  text NOT NULL, -- the rule: each_sample, annual_average, …
  place       text NOT NULL, -- of a rule about places; empty: all of the plant
  from_day    date NOT NULL,
  to_day      date NOT NULL, -- first day after the period
  results     bigint NOT NULL,
  exceedances bigint NOT NULL, -- of results: beyond the limit, each one by itself
  unjudged    bigint NOT NULL, -- of results: perhaps beyond
  figure_low  double precision, -- what the rule compares, as far as the results tell; NULL where nothing bounds it
  figure_high double precision,
  outcome     text NOT NULL CHECK (outcome IN ('kept', 'violated', 'cannot_be_judged')),
  reason      text NOT NULL, -- why it cannot be judged; empty where it can
  judged_at   timestamptz NOT NULL
);
CREATE INDEX judged_periods_plant ON water.judged_periods (plant_id);

-- Samples taken of a plant in each calendar month or year, beside the number that its law asks for. Written with the above.
CREATE TABLE water.sampling_periods (
  plant_id   text NOT NULL REFERENCES water.plants,
  parameter  text NOT NULL,
  period     text NOT NULL CHECK (period IN ('month', 'year')),
  from_day   date NOT NULL,
  to_day     date NOT NULL, -- first day after the period
  taken      bigint NOT NULL,
  required   bigint CHECK (required > 0), -- NULL: no number is known, and `duty` says why
  duty       text NOT NULL CHECK (duty IN ('required', 'no_number', 'too_few_people', 'population_unknown', 'unconfirmed')),
  instrument text NOT NULL,
  article    text NOT NULL,
  counted_at timestamptz NOT NULL,
  PRIMARY KEY (plant_id, parameter, from_day),
  CHECK ((duty = 'required') = (required IS NOT NULL))
);

-- Plants whose results or description have changed since they were judged; one mark a change. No key: writers must not
-- wait for each other.
CREATE TABLE water.plants_to_judge (plant_id text NOT NULL);

CREATE FUNCTION water.mark_plants_of_samples() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO water.plants_to_judge
  SELECT DISTINCT s.plant_id FROM added JOIN water.samples s USING (sample_id) WHERE s.plant_id IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER mark_plants AFTER INSERT ON water.sample_results REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION water.mark_plants_of_samples();
CREATE TRIGGER mark_plants AFTER INSERT ON water.result_certifications REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION water.mark_plants_of_samples();

CREATE FUNCTION water.mark_plant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO water.plants_to_judge VALUES (NEW.plant_id);
  RETURN NULL;
END $$;
CREATE TRIGGER mark_plant AFTER INSERT OR UPDATE ON water.plants FOR EACH ROW EXECUTE FUNCTION water.mark_plant();

-- `judged_until` and `counted_until` are the ends of the periods, or when that was, in a period that goes on.
CREATE VIEW monitor.compliance AS
SELECT least(j.to_day::timestamptz, j.judged_at) AS judged_until, j.plant_id, p.name AS plant, p.jurisdiction, j.parameter,
       j.compliance, j.place, j.from_day, j.to_day, j.results, j.exceedances, j.unjudged, j.figure_low, j.figure_high, j.outcome,
       j.reason, j.min, j.max, j.unit, j.kind, j.instrument, j.article, p.simulated
FROM water.judged_periods j JOIN water.plants p USING (plant_id);

CREATE VIEW monitor.sampling AS
SELECT least(c.to_day::timestamptz, c.counted_at) AS counted_until, c.plant_id, p.name AS plant, p.jurisdiction, c.parameter,
       c.period, c.from_day, c.to_day, c.to_day::timestamptz <= c.counted_at AS is_over, c.taken, c.required, c.duty,
       c.instrument, c.article, p.population_served, p.simulated
FROM water.sampling_periods c JOIN water.plants p USING (plant_id);

-- The role ------------------------------------------------------------------------------------------------------------

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'clearwell_monitor') THEN
    GRANT SELECT ON monitor.compliance, monitor.sampling TO clearwell_monitor;
  END IF;
END $$;
