-- Results that are one of a spec's categories: columns of texts in the wide views.

-- A category has no value; its result_text is as the spec spells it.
ALTER TABLE water.sample_results
  DROP CONSTRAINT sample_results_finding_check,
  ADD CONSTRAINT sample_results_finding_check CHECK (finding IN ('value', 'not_detected', 'present', 'absent', 'category'));

-- As before, with kinds[i] = 'category' where features[i] is a text.
DROP FUNCTION water.create_wide_view(text, text[], text[]);
CREATE FUNCTION water.create_wide_view(model text, features text[], parameters text[], kinds text[] DEFAULT '{}') RETURNS void
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
  SELECT string_agg(format(CASE kind WHEN 'category'
                             THEN 'max(r.result_text) FILTER (WHERE r.parameter = %L AND r.finding = ''category'') AS %I'
                             ELSE 'max(r.value) FILTER (WHERE r.parameter = %L) AS %I' END, parameter, feature), ', ' ORDER BY n)
    INTO columns FROM unnest(features, parameters, kinds) WITH ORDINALITY AS f (feature, parameter, kind, n);
  EXECUTE format('DROP VIEW IF EXISTS water.%I', model);
  EXECUTE format('CREATE VIEW water.%I AS SELECT s.sample_id, s.plant_id, s.sampled_at, %s, s.label, s.label_value, s.simulated '
                 'FROM water.certified_samples s LEFT JOIN water.certified_results r USING (sample_id) '
                 'WHERE s.model = %L GROUP BY s.sample_id, s.plant_id, s.sampled_at, s.label, s.label_value, s.simulated',
                 model, columns, model);
  EXECUTE format('COMMENT ON VIEW water.%I IS ''samples of a spec''', model);
END $$;
