-- What somebody decided about readings that came again with another value.

ALTER TABLE water.reading_conflicts ADD COLUMN conflict_id bigint GENERATED ALWAYS AS IDENTITY UNIQUE;

CREATE TABLE water.reading_conflict_decisions (
  conflict_id bigint PRIMARY KEY REFERENCES water.reading_conflicts (conflict_id),
  decision    text NOT NULL CHECK (decision IN ('kept', 'new')), -- stays as stored; what came takes its place
  reason      text NOT NULL CHECK (reason <> ''),
  decided_by  text NOT NULL CHECK (decided_by <> ''),
  decided_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON water.reading_conflicts
  FOR EACH ROW EXECUTE FUNCTION water.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON water.reading_conflict_decisions
  FOR EACH ROW EXECUTE FUNCTION water.refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON water.reading_conflicts
  FOR EACH STATEMENT EXECUTE FUNCTION water.refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON water.reading_conflict_decisions
  FOR EACH STATEMENT EXECUTE FUNCTION water.refuse_change();
