-- forget_history_month.sql: plant $1 has no public value of parameter $2 in the month $3.
DELETE FROM water.history_months
WHERE plant_id = $1 AND parameter = $2 AND month = water.month_of($3::timestamptz);
