-- The day of moment $2 in time zone $1.
SELECT to_char($2::timestamptz AT TIME ZONE $1, 'YYYY-MM-DD')
