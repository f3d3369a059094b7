-- Models watched after they were trained.

-- Why a job is in the history: somebody asked, its time had come, or the model's inputs had moved.
ALTER TABLE ops.jobs ADD COLUMN reason text NOT NULL DEFAULT 'request' CHECK (reason IN ('request', 'schedule', 'drift'));
UPDATE ops.jobs SET reason = 'schedule' WHERE scheduled_for IS NOT NULL;
