-- Of a private cluster, whose socket only its user can reach.
DO $$
BEGIN
  IF NOT (SELECT rolcanlogin FROM pg_roles WHERE rolname = 'clearwell_app') THEN
    ALTER ROLE clearwell_app LOGIN;
  END IF;
END $$;
