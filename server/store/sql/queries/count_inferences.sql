-- Rows that version $2 of model $1 answered from $3 to before $4, and those that it called positive, not counting what
-- somebody asked of just this version.
SELECT count(*), count(*) FILTER (WHERE positive) FROM water.water_inferences
WHERE model = $1 AND version = $2::integer AND role <> 'pinned'
  AND inferred_at >= $3::timestamptz AND inferred_at < $4::timestamptz
