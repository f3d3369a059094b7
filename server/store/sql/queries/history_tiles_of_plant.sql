-- history_tiles_of_plant.sql: months of plant $1, parameter $2 with name and length of their file, NULL where there is none at
-- the moment; the last row is the month that is not over.
WITH stale AS (
  SELECT month FROM water.stale_history_months WHERE plant_id = $1 AND parameter = $2
  UNION
  SELECT water.month_of(h.hour) FROM water.stale_reading_hours h JOIN water.sensors n USING (sensor_id)
  WHERE n.plant_id = $1 AND n.parameter = $2
), months AS (
  SELECT month FROM water.history_months WHERE plant_id = $1 AND parameter = $2
  UNION SELECT month FROM stale
  UNION SELECT water.month_of(now())
)
SELECT to_char(months.month, 'YYYY-MM'), tile.sha256, length(tile.bytes)
FROM months
LEFT JOIN water.history_months h ON h.plant_id = $1 AND h.parameter = $2 AND h.month = months.month
  AND months.month < water.month_of(now()) AND NOT EXISTS (SELECT FROM stale WHERE stale.month = months.month)
LEFT JOIN water.history_tiles tile ON tile.sha256 = h.sha256
WHERE months.month <= water.month_of(now())
ORDER BY months.month;
