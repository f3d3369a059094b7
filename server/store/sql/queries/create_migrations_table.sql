-- The migrations' own record, needed before the first of them. Whoever is not the owner finds it there.
DO $$
BEGIN
  IF to_regclass('ops.migrations') IS NULL THEN
    CREATE SCHEMA IF NOT EXISTS ops;
    CREATE TABLE ops.migrations (
      version    integer PRIMARY KEY CHECK (version >= 1),
      name       text NOT NULL,
      sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
      applied_at timestamptz NOT NULL DEFAULT now()
    );
  END IF;
END $$;
