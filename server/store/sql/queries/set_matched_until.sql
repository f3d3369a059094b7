-- Samples and inferences that were there at $1 have been joined.
INSERT INTO water.sample_matching (matched_until) VALUES ($1::timestamptz)
ON CONFLICT (singleton) DO UPDATE SET matched_until = excluded.matched_until
