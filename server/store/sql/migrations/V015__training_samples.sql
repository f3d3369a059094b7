-- Which samples training reads, and which of their results.

-- Certified samples of a spec that carry a label of its kind: a number where `by_number`, else a class. Simulated ones come only
-- where there are no others.
CREATE FUNCTION water.training_samples(of_model text, by_number boolean) RETURNS SETOF water.certified_samples
LANGUAGE sql STABLE AS $$
  WITH labelled AS (
    SELECT * FROM water.certified_samples
    WHERE model = of_model AND CASE WHEN by_number THEN label_value IS NOT NULL ELSE label IS NOT NULL END)
  SELECT * FROM labelled WHERE simulated = NOT EXISTS (SELECT FROM labelled WHERE NOT simulated)
$$;

-- As before. Of several results of one parameter the first that has a value is shown, in the order of their keys: a result
-- without a key before any other. kinds[i] = 'canonical_value' where features[i] is in the catalogue's unit of its parameter.
CREATE OR REPLACE FUNCTION water.create_wide_view(model text, features text[], parameters text[], kinds text[] DEFAULT '{}')
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  columns text;
BEGIN
  -- Two imports at once would both find the view gone and both create it.
  PERFORM pg_advisory_xact_lock(hashtext('water.create_wide_view'));
  IF EXISTS (SELECT FROM pg_class c WHERE c.oid = to_regclass(format('water.%I', model))
             AND obj_description(c.oid, 'pg_class') IS DISTINCT FROM 'samples of a spec') THEN
    RAISE EXCEPTION 'water.% is no view of a spec''s samples and stays as it is', model;
  END IF;
  SELECT string_agg(format('(array_agg(%1$s ORDER BY r.result_key COLLATE "C") FILTER (WHERE r.parameter = %2$L AND (%1$s) IS NOT NULL))[1] AS %3$I',
                           CASE kind WHEN 'category' THEN 'CASE r.finding WHEN ''category'' THEN r.result_text END'
                                     WHEN 'canonical_value' THEN 'coalesce(r.canonical_value, r.value)'
                                     ELSE 'r.value' END,
                           parameter, feature), ', ' ORDER BY n)
    INTO columns FROM unnest(features, parameters, kinds) WITH ORDINALITY AS f (feature, parameter, kind, n);
  EXECUTE format('DROP VIEW IF EXISTS water.%I', model);
  EXECUTE format('CREATE VIEW water.%I AS SELECT s.sample_id, s.plant_id, s.sampled_at, %s, s.label, s.label_value, s.simulated '
                 'FROM water.certified_samples s LEFT JOIN water.certified_results r USING (sample_id) '
                 'WHERE s.model = %L GROUP BY s.sample_id, s.plant_id, s.sampled_at, s.label, s.label_value, s.simulated',
                 model, columns, model);
  EXECUTE format('COMMENT ON VIEW water.%I IS ''samples of a spec''', model);
END $$;
