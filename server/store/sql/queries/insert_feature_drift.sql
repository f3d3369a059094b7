INSERT INTO tracking.feature_drift
  (name, version, window_start, feature, method, statistic, threshold, p_value, adjusted_p_value, psi, drifted,
   not_computed, n_reference, n_current, missing_before, missing_now, missing_p_value, missing_drifted)
VALUES ($1, $2::integer, $3::timestamptz, $4, $5, $6::double precision, $7::double precision, $8::double precision,
        $9::double precision, $10::double precision, $11::boolean, $12, $13::bigint, $14::bigint, $15::double precision,
        $16::double precision, $17::double precision, $18::boolean)
