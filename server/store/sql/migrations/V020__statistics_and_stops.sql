-- V020__statistics_and_stops.sql: what the application asks of the tables' owner, who alone may do it.

-- After much came in at once, before autovacuum looks: what is read next would be planned for the few rows of before.
CREATE FUNCTION water.analyze_samples_and_readings() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  ANALYZE water.sampling_points, water.samples, water.sample_results, water.readings;
END $$;

-- Statements of a server's background work that take longer than a server that is to stop can wait. A session that steps down
-- to the application's role is still its owner's, and only he may stop it.
CREATE FUNCTION ops.cancel_long_statements(background text, longer_than interval) RETURNS bigint LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
  SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity
  WHERE application_name = background AND background LIKE 'clearwell background %'
    AND state = 'active' AND clock_timestamp() - query_start > longer_than
$$;
