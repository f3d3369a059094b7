-- history_months_to_write.sql: at most $1 months that are over and have no file: plant, parameter, the month's beginning and end.
SELECT plant_id, parameter, to_char(month, 'YYYY-MM-DD"T"00:00:00"Z"'),
       to_char(month + interval '1 month', 'YYYY-MM-DD"T"00:00:00"Z"')
FROM water.history_months
WHERE sha256 IS NULL AND month < water.month_of(now())
ORDER BY month DESC
LIMIT $1;
