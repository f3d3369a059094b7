-- $1 blocks of ids. Each answer is the first of a thousand: the sequence steps by as many.
SELECT nextval(pg_get_serial_sequence('water.water_inferences', 'inference_id')) FROM generate_series(1, $1::integer)
