-- store_history_tile.sql: the month $3 of plant $1, parameter $2 is the file $5, whose SHA-256 is $4. A file that is there
-- already has the same bytes.
WITH stored AS (
  INSERT INTO water.history_tiles (sha256, bytes) VALUES ($4, $5::bytea)
  ON CONFLICT (sha256) DO UPDATE SET superseded_at = NULL
)
UPDATE water.history_months SET sha256 = $4
WHERE plant_id = $1 AND parameter = $2 AND month = water.month_of($3::timestamptz);
