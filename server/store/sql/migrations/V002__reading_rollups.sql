-- Readings rolled up by hour and day, for charts of months and years.

-- The readings of one sensor in one hour (UTC), without the bad ones. Correct unless the hour is marked stale below.
CREATE TABLE water.reading_hours (
  sensor_id text NOT NULL REFERENCES water.sensors,
  hour      timestamptz NOT NULL, -- its beginning
  min       double precision NOT NULL,
  max       double precision NOT NULL,
  sum       double precision NOT NULL,
  count     bigint NOT NULL CHECK (count > 0),
  PRIMARY KEY (sensor_id, hour)
);

-- The same of one day (UTC), made of its hours.
CREATE TABLE water.reading_days (
  sensor_id text NOT NULL REFERENCES water.sensors,
  day       timestamptz NOT NULL,
  min       double precision NOT NULL,
  max       double precision NOT NULL,
  sum       double precision NOT NULL,
  count     bigint NOT NULL CHECK (count > 0),
  PRIMARY KEY (sensor_id, day)
);

-- Hours whose readings changed since they were rolled up. A mark commits with its readings, so whoever sees the readings
-- sees the mark and reads that hour from the readings themselves. No unique key: writers must not wait for each other.
CREATE TABLE water.stale_reading_hours (
  sensor_id text NOT NULL,
  hour      timestamptz NOT NULL
);
CREATE INDEX stale_reading_hours_sensor ON water.stale_reading_hours (sensor_id, hour);

-- A trigger and not the writers' own duty: whatever way a reading comes, changes or goes, its hour is marked.
CREATE FUNCTION water.mark_stale_reading_hours() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO water.stale_reading_hours (sensor_id, hour)
  SELECT DISTINCT sensor_id, date_bin('1 hour', read_at, 'epoch') FROM changed;
  RETURN NULL;
END $$;
CREATE TRIGGER mark_inserted AFTER INSERT ON water.readings REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION water.mark_stale_reading_hours();
CREATE TRIGGER mark_before_update AFTER UPDATE ON water.readings REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION water.mark_stale_reading_hours();
CREATE TRIGGER mark_after_update AFTER UPDATE ON water.readings REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION water.mark_stale_reading_hours();
CREATE TRIGGER mark_deleted AFTER DELETE ON water.readings REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION water.mark_stale_reading_hours();

-- What is there already has no roll-up yet.
INSERT INTO water.stale_reading_hours (sensor_id, hour)
SELECT DISTINCT sensor_id, date_bin('1 hour', read_at, 'epoch') FROM water.readings;
