-- CSV files that `clearwell watch` found in a folder or bucket, each content under each name once. A row that is QUEUED is
-- worked on by whoever holds its lock, which goes with the process. The versions are chosen when the file is found, so that
-- whoever scores it, or scores it again after a kill, writes the same bits.
CREATE TABLE water.watched_files (
  file_id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source             text NOT NULL, -- the folder's path or the bucket's URL, as is the next
  destination        text NOT NULL,
  name               text NOT NULL,
  sha256             text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  bytes              bigint NOT NULL,
  stamp              text NOT NULL, -- by which the file is known again without being read; empty: it had none
  model              text NOT NULL,
  champion_version   integer NOT NULL,
  challenger_version integer, -- NULL: there was none
  output_name        text NOT NULL,
  found_at           timestamptz NOT NULL DEFAULT now(),
  status             text NOT NULL DEFAULT 'QUEUED' CHECK (status IN ('QUEUED', 'SCORED', 'FAILED')),
  ended_at           timestamptz,
  rows_scored        bigint,
  rows_unanswered    bigint,
  output_sha256      text CHECK (output_sha256 ~ '^[0-9a-f]{64}$'),
  reason             text,
  UNIQUE (source, destination, name, sha256),
  UNIQUE (destination, output_name),
  CHECK ((status = 'QUEUED') = (ended_at IS NULL)),
  CHECK ((status = 'SCORED') = (output_sha256 IS NOT NULL)),
  CHECK ((status = 'FAILED') = (reason IS NOT NULL))
);
