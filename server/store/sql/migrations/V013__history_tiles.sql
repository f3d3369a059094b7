-- Months of history that are over, each as a file that never changes (common/history/tile.proto).

-- Files by their SHA-256. One that a newer file of its month has replaced stays for a while: somebody may just have been
-- told its name.
CREATE TABLE water.history_tiles (
  sha256        text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  bytes         bytea NOT NULL,
  superseded_at timestamptz -- NULL: of its month now
);
CREATE INDEX history_tiles_superseded ON water.history_tiles (superseded_at) WHERE superseded_at IS NOT NULL;

-- Every month (UTC) in which a plant has public values of a parameter, or had. Its file, unless something has changed since it
-- was written.
CREATE TABLE water.history_months (
  plant_id  text NOT NULL REFERENCES water.plants,
  parameter text NOT NULL,
  month     date NOT NULL, -- its first day
  sha256    text REFERENCES water.history_tiles, -- NULL: to be written once the month is over
  PRIMARY KEY (plant_id, parameter, month)
);
CREATE INDEX history_months_to_write ON water.history_months (month) WHERE sha256 IS NULL;
CREATE INDEX history_months_tile ON water.history_months (sha256);

-- Months of which something has changed since. A mark commits with the change. No unique key: writers must not wait for
-- each other. Readings are marked by hour (water.stale_reading_hours) and come here with their roll-up.
CREATE TABLE water.stale_history_months (
  plant_id  text NOT NULL,
  parameter text NOT NULL,
  month     date NOT NULL
);
CREATE INDEX stale_history_months_month ON water.stale_history_months (plant_id, parameter, month);

CREATE FUNCTION water.month_of(moment timestamptz) RETURNS date LANGUAGE sql IMMUTABLE AS $$
  SELECT date_trunc('month', moment AT TIME ZONE 'UTC')::date
$$;

-- Of results that were added, corrected or certified.
CREATE FUNCTION water.mark_stale_history_months() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO water.stale_history_months (plant_id, parameter, month)
  SELECT DISTINCT s.plant_id, r.parameter, water.month_of(s.sampled_at)
  FROM changed r JOIN water.samples s USING (sample_id)
  WHERE s.plant_id IS NOT NULL AND s.sampled_at IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER mark_months AFTER INSERT ON water.sample_results REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION water.mark_stale_history_months();
CREATE TRIGGER mark_months AFTER INSERT ON water.result_certifications REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION water.mark_stale_history_months();

-- Of all results of samples that were published.
CREATE FUNCTION water.mark_published_history_months() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO water.stale_history_months (plant_id, parameter, month)
  SELECT DISTINCT s.plant_id, r.parameter, water.month_of(s.sampled_at)
  FROM changed JOIN water.samples s USING (sample_id) JOIN water.sample_results r USING (sample_id)
  WHERE s.plant_id IS NOT NULL AND s.sampled_at IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER mark_months AFTER INSERT ON water.sample_publications REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION water.mark_published_history_months();

-- What is there already has no file yet. Readings that are not rolled up yet come with their roll-up.
INSERT INTO water.stale_history_months (plant_id, parameter, month)
SELECT DISTINCT s.plant_id, r.parameter, water.month_of(s.sampled_at)
FROM water.samples s JOIN water.sample_results r USING (sample_id)
WHERE s.plant_id IS NOT NULL AND s.sampled_at IS NOT NULL
UNION
SELECT DISTINCT n.plant_id, n.parameter, water.month_of(d.day) FROM water.reading_days d JOIN water.sensors n USING (sensor_id);
