-- $1 fresh ids. Drawn before the insert, so that every row's id is known whatever order the insert takes.
SELECT nextval(pg_get_serial_sequence('water.water_inferences', 'inference_id')) FROM generate_series(1, $1::integer)
