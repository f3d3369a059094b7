-- Periods of the law end by the clock of their plant, whatever the session's is; and only what was recorded from the first day
-- of a period on can fall short of what the law asks for in it.

ALTER TABLE water.sampling_periods
  DROP CONSTRAINT sampling_periods_duty_check,
  ADD CONSTRAINT sampling_periods_duty_check CHECK (
    duty IN ('required', 'no_number', 'too_few_people', 'population_unknown', 'unconfirmed', 'partly_recorded'));

-- Whoever has waited longest is judged first.
ALTER TABLE water.plants_to_judge ADD COLUMN marked_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX plants_to_judge_plant ON water.plants_to_judge (plant_id);

CREATE OR REPLACE VIEW monitor.compliance AS
SELECT least(j.to_day::timestamp AT TIME ZONE p.time_zone, j.judged_at) AS judged_until, j.plant_id, p.name AS plant,
       p.jurisdiction, j.parameter, j.compliance, j.place, j.from_day, j.to_day, j.results, j.exceedances, j.unjudged,
       j.figure_low, j.figure_high, j.outcome, j.reason, j.min, j.max, j.unit, j.kind, j.instrument, j.article, p.simulated
FROM water.judged_periods j JOIN water.plants p USING (plant_id);

CREATE OR REPLACE VIEW monitor.sampling AS
SELECT least(c.to_day::timestamp AT TIME ZONE p.time_zone, c.counted_at) AS counted_until, c.plant_id, p.name AS plant,
       p.jurisdiction, c.parameter, c.period, c.from_day, c.to_day,
       c.to_day::timestamp AT TIME ZONE p.time_zone <= c.counted_at AS is_over, c.taken, c.required, c.duty, c.instrument,
       c.article, p.population_served, p.simulated
FROM water.sampling_periods c JOIN water.plants p USING (plant_id);
