-- Champions that lose their place.

-- `demoted`: laboratories found the champion's precision below its floor. The version before answers again, or, where there
-- is none to go back to, the champion itself until a better one is there; then `version` is `from_version`.
ALTER TABLE tracking.promotions
  DROP CONSTRAINT promotions_outcome_check,
  ADD CONSTRAINT promotions_outcome_check CHECK (outcome IN ('promoted', 'refused', 'forced', 'rolled_back', 'demoted'));

-- A retraining that a champion's precision asked for.
ALTER TABLE ops.jobs
  DROP CONSTRAINT jobs_reason_check,
  ADD CONSTRAINT jobs_reason_check CHECK (reason IN ('request', 'schedule', 'drift', 'precision'));
