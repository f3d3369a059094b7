INSERT INTO tracking.precision_estimates
  (name, version, window_start, window_end, n_positive, precision, lower, upper, off)
VALUES ($1, $2::integer, $3::timestamptz, $4::timestamptz, $5::bigint, $6::double precision, $7::double precision,
        $8::double precision, $9)
