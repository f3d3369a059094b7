-- Of a law that nobody has read a number may be known, or none.
ALTER TABLE water.sampling_periods
  DROP CONSTRAINT sampling_periods_check,
  ADD CONSTRAINT sampling_periods_check CHECK (
    CASE duty WHEN 'required' THEN required IS NOT NULL WHEN 'unconfirmed' THEN true ELSE required IS NULL END);
