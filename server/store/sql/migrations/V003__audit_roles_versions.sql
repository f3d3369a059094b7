-- Who did what, provably; and laboratory values of which every version stays. README.md of server/store says how to use it.

-- Audit trail ---------------------------------------------------------------------------------------------------------

-- What was decided, by whom and why. Each entry holds the SHA-256 of the one before, so that none can be changed, taken
-- out or moved without a trace. Number, time and hashes are this file's own; who appends gives the rest.
CREATE TABLE ops.audit_entries (
  entry_id        bigint PRIMARY KEY,   -- 1, 2, 3 … without a gap
  recorded_at     timestamptz NOT NULL, -- by the database's clock
  role            text NOT NULL CHECK (role IN ('plant', 'lab', 'regulator', 'admin', 'operator', 'system')),
  subject         text NOT NULL CHECK (subject <> ''), -- name of the token, of the operator, or of the part that acts by itself
  token_id        bigint,               -- NULL where no token was used
  action          text NOT NULL CHECK (action ~ '^[a-z][a-z_]*(\.[a-z][a-z_]*)+$'),
  object          text NOT NULL CHECK (object <> ''),
  reason          text NOT NULL DEFAULT '',
  details         json NOT NULL DEFAULT '{}', -- json, not jsonb: the text that was hashed is the text that is kept
  previous_sha256 bytea NOT NULL UNIQUE CHECK (length(previous_sha256) = 32),
  sha256          bytea NOT NULL UNIQUE CHECK (length(sha256) = 32)
);
CREATE INDEX audit_entries_object ON ops.audit_entries (object, entry_id);

-- The last entry. Its row is the lock that puts entries in order, and tells when the newest ones were taken away.
CREATE TABLE ops.audit_head (
  entry_id bigint NOT NULL,
  sha256   bytea NOT NULL CHECK (length(sha256) = 32)
);
CREATE UNIQUE INDEX audit_head_is_one ON ops.audit_head ((true));
INSERT INTO ops.audit_head (entry_id, sha256) VALUES (0, decode(repeat('00', 32), 'hex'));

-- A value as the hashed bytes hold it: its length in UTF-8 bytes, a colon, the text, a line feed; `-` for NULL.
CREATE FUNCTION ops.audit_field(value text) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(length(convert_to(value, 'UTF8')) || ':' || value, '-') || E'\n'
$$;

-- The bytes that an entry's SHA-256 is of. The number is not among them: the entry before fixes the order.
CREATE FUNCTION ops.audit_entry_bytes(entry ops.audit_entries) RETURNS bytea LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT convert_to(E'clearwell audit entry 1\n' ||
    ops.audit_field(encode(entry.previous_sha256, 'hex')) ||
    ops.audit_field(to_char(entry.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) ||
    ops.audit_field(entry.role) || ops.audit_field(entry.subject) || ops.audit_field(entry.token_id::text) ||
    ops.audit_field(entry.action) || ops.audit_field(entry.object) || ops.audit_field(entry.reason) ||
    ops.audit_field(entry.details::text), 'UTF8')
$$;

-- With the rights of the tables' owner: the application may append, and cannot reach the head.
CREATE FUNCTION ops.chain_audit_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  head ops.audit_head;
BEGIN
  SELECT * INTO STRICT head FROM ops.audit_head FOR UPDATE; -- until the transaction ends: entries come one after another
  NEW.entry_id := head.entry_id + 1;
  NEW.recorded_at := clock_timestamp();
  NEW.previous_sha256 := head.sha256;
  NEW.sha256 := sha256(ops.audit_entry_bytes(NEW));
  UPDATE ops.audit_head SET entry_id = NEW.entry_id, sha256 = NEW.sha256;
  RETURN NEW;
END $$;
CREATE TRIGGER chain BEFORE INSERT ON ops.audit_entries FOR EACH ROW EXECUTE FUNCTION ops.chain_audit_entry();

-- Versions of laboratory values ----------------------------------------------------------------------------------------

-- A correction is a new version of a result, with a reason. Versions are never changed; water.certified_results and
-- water.published_results show the one that counts.
ALTER TABLE water.sample_results
  ADD COLUMN version          integer NOT NULL DEFAULT 1 CHECK (version >= 1),
  ADD COLUMN reason           text NOT NULL DEFAULT '', -- of the correction
  ADD COLUMN entered_by       text NOT NULL DEFAULT '', -- name of the token or operator; empty: it came with an import
  ADD COLUMN entered_token_id bigint,
  ADD COLUMN recorded_at      timestamptz NOT NULL DEFAULT now(),
  ADD CHECK (version = 1 OR reason <> ''),
  DROP CONSTRAINT sample_results_pkey,
  ADD PRIMARY KEY (sample_id, parameter, result_key, version);
-- Corrections are few: what asks for a newer version asks this.
CREATE INDEX sample_results_corrections ON water.sample_results (sample_id, parameter, result_key, version) WHERE version > 1;

-- Entered by a person: it counts when a second person has certified it, and is public when it was published, too. What
-- comes with an import or the simulation was certified and published by its source.
ALTER TABLE water.samples ADD COLUMN awaits_certification boolean NOT NULL DEFAULT false;

-- A second person, not the one who entered it, vouches for this version of a result.
CREATE TABLE water.result_certifications (
  sample_id          bigint NOT NULL,
  parameter          text NOT NULL,
  result_key         text NOT NULL,
  version            integer NOT NULL,
  certified_by       text NOT NULL CHECK (certified_by <> ''),
  certified_token_id bigint,
  certified_at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (sample_id, parameter, result_key, version),
  FOREIGN KEY (sample_id, parameter, result_key, version) REFERENCES water.sample_results
);

CREATE TABLE water.sample_publications (
  sample_id          bigint PRIMARY KEY REFERENCES water.samples,
  published_by       text NOT NULL CHECK (published_by <> ''),
  published_token_id bigint,
  published_at       timestamptz NOT NULL DEFAULT now()
);

-- Of each result the newest version, certified or not.
CREATE VIEW water.current_results AS
SELECT r.* FROM water.sample_results r
WHERE NOT EXISTS (SELECT FROM water.sample_results n
                  WHERE n.version > 1 AND n.sample_id = r.sample_id AND n.parameter = r.parameter
                    AND n.result_key = r.result_key AND n.version > r.version);

-- What was certified at a moment, as it was known then: of each result the newest version that was certified.
CREATE FUNCTION water.certified_results_at(moment timestamptz) RETURNS SETOF water.sample_results LANGUAGE sql STABLE AS $$
  SELECT r.* FROM water.sample_results r JOIN water.samples s ON s.sample_id = r.sample_id
  WHERE r.recorded_at <= moment
    AND (r.version = 1 AND NOT s.awaits_certification
         OR EXISTS (SELECT FROM water.result_certifications c
                    WHERE c.sample_id = r.sample_id AND c.parameter = r.parameter AND c.result_key = r.result_key
                      AND c.version = r.version AND c.certified_at <= moment))
    AND NOT EXISTS (SELECT FROM water.result_certifications c
                    WHERE c.version > 1 AND c.sample_id = r.sample_id AND c.parameter = r.parameter
                      AND c.result_key = r.result_key AND c.version > r.version AND c.certified_at <= moment)
$$;

-- Samples that the public could see at a moment.
CREATE FUNCTION water.published_samples_at(moment timestamptz) RETURNS SETOF water.samples LANGUAGE sql STABLE AS $$
  SELECT s.* FROM water.samples s
  WHERE s.imported_at <= moment
    AND (NOT s.awaits_certification
         OR EXISTS (SELECT FROM water.sample_publications p WHERE p.sample_id = s.sample_id AND p.published_at <= moment))
$$;

-- What the public could see of them.
CREATE FUNCTION water.published_results_at(moment timestamptz) RETURNS SETOF water.sample_results LANGUAGE sql STABLE AS $$
  SELECT r.* FROM water.certified_results_at(moment) r
  WHERE EXISTS (SELECT FROM water.published_samples_at(moment) s WHERE s.sample_id = r.sample_id)
$$;

-- The same as of now: what models learn from and laws judge, and what the public may see.
CREATE VIEW water.certified_results AS SELECT * FROM water.certified_results_at('infinity');
CREATE VIEW water.published_samples AS SELECT * FROM water.published_samples_at('infinity');
CREATE VIEW water.published_results AS SELECT * FROM water.published_results_at('infinity');

-- Samples that a second person has certified, or that came certified.
CREATE VIEW water.certified_samples AS
SELECT s.* FROM water.samples s
WHERE NOT s.awaits_certification OR EXISTS (SELECT FROM water.result_certifications c WHERE c.sample_id = s.sample_id);

-- Conflicts ----------------------------------------------------------------------------------------------------------

-- What the result would be in full, should somebody decide for it.
ALTER TABLE water.result_conflicts
  ADD COLUMN conflict_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ADD COLUMN reported_name   text NOT NULL DEFAULT '',
  ADD COLUMN fraction        text NOT NULL DEFAULT '',
  ADD COLUMN detection_limit double precision,
  ADD COLUMN canonical_value double precision,
  ADD COLUMN stated_verdict  text NOT NULL DEFAULT '',
  ADD COLUMN remarks         text NOT NULL DEFAULT '';

CREATE TABLE water.conflict_decisions (
  conflict_id bigint PRIMARY KEY REFERENCES water.result_conflicts,
  decision    text NOT NULL CHECK (decision IN ('kept', 'new', 'both')), -- stays as stored; a new version; a second result
  reason      text NOT NULL CHECK (reason <> ''),
  decided_by  text NOT NULL CHECK (decided_by <> ''),
  decided_at  timestamptz NOT NULL DEFAULT now()
);

-- Descriptions of plants change; what they said at any moment stays. ------------------------------------------------------

CREATE TABLE water.plant_versions (
  LIKE water.plants,
  recorded_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX plant_versions_plant ON water.plant_versions (plant_id, recorded_at);
INSERT INTO water.plant_versions SELECT p.*, p.created_at FROM water.plants p;

CREATE FUNCTION water.keep_plant_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO water.plant_versions SELECT NEW.*;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_version AFTER INSERT OR UPDATE ON water.plants FOR EACH ROW EXECUTE FUNCTION water.keep_plant_version();

-- Tokens end ----------------------------------------------------------------------------------------------------------

ALTER TABLE access.tokens ADD COLUMN expires_at timestamptz; -- NULL: it does not expire

-- Append-only ------------------------------------------------------------------------------------------------------------

-- A table with this trigger is one that the application's role may add to, and nothing else: see grant_application_role.sql.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['ops.audit_entries', 'water.samples', 'water.sample_results', 'water.result_certifications',
                              'water.sample_publications', 'water.result_conflicts', 'water.conflict_decisions',
                              'water.plant_versions'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION water.refuse_change()',
                   name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['ops.audit_entries', 'water.samples', 'water.sample_results', 'water.result_certifications',
                              'water.sample_publications', 'water.result_conflicts', 'water.conflict_decisions',
                              'water.plant_versions', 'water.water_inferences', 'tracking.promotions'] LOOP
    EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION water.refuse_change()',
                   name);
  END LOOP;
END $$;

-- What the application makes for itself ---------------------------------------------------------------------------------

-- As in V001, of what is certified; with the rights of the tables' owner, as the application's role makes no views.
CREATE OR REPLACE FUNCTION water.create_wide_view(model text, features text[], parameters text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  columns text;
BEGIN
  -- Two imports at once would both find the view gone and both create it.
  PERFORM pg_advisory_xact_lock(hashtext('water.create_wide_view'));
  IF EXISTS (SELECT FROM pg_class c WHERE c.oid = to_regclass(format('water.%I', model))
             AND obj_description(c.oid, 'pg_class') IS DISTINCT FROM 'samples of a spec') THEN
    RAISE EXCEPTION 'water.% is no view of a spec''s samples and stays as it is', model;
  END IF;
  SELECT string_agg(format('max(r.value) FILTER (WHERE r.parameter = %L) AS %I', parameter, feature), ', ' ORDER BY n)
    INTO columns FROM unnest(features, parameters) WITH ORDINALITY AS f (feature, parameter, n);
  EXECUTE format('DROP VIEW IF EXISTS water.%I', model);
  EXECUTE format('CREATE VIEW water.%I AS SELECT s.sample_id, s.plant_id, s.sampled_at, %s, s.label, s.label_value, s.simulated '
                 'FROM water.certified_samples s LEFT JOIN water.certified_results r USING (sample_id) '
                 'WHERE s.model = %L GROUP BY s.sample_id, s.plant_id, s.sampled_at, s.label, s.label_value, s.simulated',
                 model, columns, model);
  EXECUTE format('COMMENT ON VIEW water.%I IS ''samples of a spec''', model);
END $$;
ALTER FUNCTION water.ensure_inference_partition(timestamptz) SECURITY DEFINER SET search_path = pg_catalog, pg_temp;

-- Wide views of before are told by their last columns.
DO $$
DECLARE
  name text;
BEGIN
  FOR name IN SELECT c.oid::regclass::text FROM pg_class c
              WHERE c.relnamespace = 'water'::regnamespace AND c.relkind = 'v'
                AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'simulated' AND attnum = c.relnatts)
                AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'label') LOOP
    EXECUTE format('COMMENT ON VIEW %s IS ''samples of a spec''', name);
  END LOOP;
END $$;
