-- grant_application_role.sql: after each migration, by the tables' owner. The application works as the role clearwell_app,
-- which owns nothing: it reads and writes the tables, may only add to those that are append-only (they have a trigger of
-- water.refuse_change), and makes, alters, empties and drops none. Where the owner may not make roles there is none, and
-- only the triggers stand.
DO $$
DECLARE
  item record;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'clearwell_app') THEN
    BEGIN
      CREATE ROLE clearwell_app NOLOGIN;
      EXECUTE format('GRANT clearwell_app TO %I', current_user);
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL; -- another database of the same server, at the same time
      WHEN insufficient_privilege THEN RETURN;
    END;
  END IF;
  FOR item IN SELECT nspname FROM pg_namespace WHERE nspname IN ('water', 'tracking', 'access', 'ops') LOOP
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO clearwell_app', item.nspname);
    EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO clearwell_app', item.nspname);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT ON TABLES TO clearwell_app', item.nspname);
  END LOOP;
  FOR item IN
    SELECT c.oid::regclass::text AS name,
           c.relkind NOT IN ('r', 'p') OR c.oid::regclass::text IN ('ops.migrations', 'ops.audit_head') AS is_read_only,
           EXISTS (SELECT FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
                   WHERE t.tgrelid = c.oid AND p.proname = 'refuse_change') AS is_append_only
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('water', 'tracking', 'access', 'ops') AND c.relkind IN ('r', 'p', 'v', 'm')
  LOOP
    EXECUTE format('REVOKE ALL ON %s FROM clearwell_app', item.name);
    EXECUTE format('GRANT %s ON %s TO clearwell_app',
                   CASE WHEN item.is_read_only THEN 'SELECT'
                        WHEN item.name = 'ops.audit_entries'
                          THEN 'SELECT, INSERT (role, subject, token_id, action, object, reason, details)'
                        WHEN item.is_append_only THEN 'SELECT, INSERT'
                        ELSE 'SELECT, INSERT, UPDATE, DELETE' END,
                   item.name);
  END LOOP;
END $$;
