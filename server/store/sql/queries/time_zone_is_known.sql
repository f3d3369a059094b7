-- time_zone_is_known.sql: whether PostgreSQL has a time zone of that name.
SELECT EXISTS (SELECT FROM pg_timezone_names WHERE name = $1);
