-- The partition of the month of $1, a moment in microseconds since 1970.
SELECT water.ensure_inference_partition('epoch'::timestamptz + $1::bigint * interval '1 microsecond')
