-- Readings that instruments send, and what it takes to write them many at a time.

-- What each writer of groups (store/group_commit.hpp) has stored last. A writer that lost its connection during a commit
-- learns from it whether the commit took place.
CREATE TABLE ops.commit_marks (
  writer    text PRIMARY KEY, -- one a server, new at each start
  n_groups  bigint NOT NULL DEFAULT 0,
  marked_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 50); -- room to change a row in place

-- The sensor is looked up once a batch instead of by a foreign key at each row, which took most of the time. A sensor with
-- readings cannot be deleted.
ALTER TABLE water.readings
  DROP CONSTRAINT readings_sensor_id_fkey,
  ADD COLUMN reported_unit text; -- of reported_value
CREATE FUNCTION water.keep_sensor_of_readings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM water.readings WHERE sensor_id = OLD.sensor_id) THEN
    RAISE EXCEPTION '% of sensor % is refused: it has readings', TG_OP, OLD.sensor_id USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER keep_sensor_of_readings BEFORE DELETE ON water.sensors
  FOR EACH ROW EXECUTE FUNCTION water.keep_sensor_of_readings();

-- The same value under another quality is a conflict, too: one that is withdrawn as bad must not stay good unseen.
ALTER TABLE water.reading_conflicts
  ADD COLUMN reported_value double precision,
  ADD COLUMN reported_unit text,
  DROP CONSTRAINT reading_conflicts_pkey,
  ADD PRIMARY KEY (sensor_id, read_at, value, quality);
