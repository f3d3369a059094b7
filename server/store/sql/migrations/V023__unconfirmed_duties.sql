-- A number of a law that nobody has read is shown as that: beside the samples taken, and never as one that was required.
ALTER TABLE water.sampling_periods
  DROP CONSTRAINT sampling_periods_check,
  ADD CONSTRAINT sampling_periods_check CHECK ((duty IN ('required', 'unconfirmed')) = (required IS NOT NULL));
