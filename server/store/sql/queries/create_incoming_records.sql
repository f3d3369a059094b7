-- create_incoming_records.sql: where the records of a laboratory's or a plant's file are copied to before it is known
-- which of them are new. One row a record, what it measured as parallel arrays, because one connection carries one COPY
-- at a time.
CREATE TEMPORARY TABLE incoming_records (
  source_row       integer NOT NULL, -- 0-based
  line             bigint NOT NULL,
  local_time       timestamp,        -- as the source's clock shows it
  time_zone        text NOT NULL DEFAULT 'UTC',
  time_precision   text NOT NULL DEFAULT 'moment',
  stream           text NOT NULL DEFAULT '', -- records of one stream follow one another in time; '' where they need not
  sample_key       text,
  laboratory       text NOT NULL DEFAULT '',
  stated_verdict   text NOT NULL DEFAULT '',
  point_key        text NOT NULL DEFAULT '',
  point_name       text NOT NULL DEFAULT '',
  point_site       text NOT NULL DEFAULT '',
  point_kind       text NOT NULL DEFAULT '',
  latitude         double precision,
  longitude        double precision,
  parameters       text[] NOT NULL DEFAULT '{}', -- of readings: sensors
  result_keys      text[] NOT NULL DEFAULT '{}',
  reported_names   text[] NOT NULL DEFAULT '{}',
  fractions        text[] NOT NULL DEFAULT '{}',
  findings         text[] NOT NULL DEFAULT '{}',
  numbers          double precision[] NOT NULL DEFAULT '{}',
  qualifiers       text[] NOT NULL DEFAULT '{}',
  detection_limits double precision[] NOT NULL DEFAULT '{}',
  units            text[] NOT NULL DEFAULT '{}',
  result_texts     text[] NOT NULL DEFAULT '{}',
  canonical        double precision[] NOT NULL DEFAULT '{}', -- of readings: as reported
  stated_verdicts  text[] NOT NULL DEFAULT '{}',
  remarks          text[] NOT NULL DEFAULT '{}', -- of readings: quality
  verdicts         text[] NOT NULL DEFAULT '{}', -- of the law on each result; empty where it says nothing
  moment           timestamptz, -- found here
  refusal          text         -- found here
) ON COMMIT DROP;
