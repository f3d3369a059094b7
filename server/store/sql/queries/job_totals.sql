-- Jobs that have ended, by kind and by how; 0 where none did.
SELECT k.kind, o.outcome, count(j.job_id)
FROM unnest(ARRAY['train', 'retrain', 'promote', 'rollback']) AS k (kind)
CROSS JOIN unnest(ARRAY['finished', 'failed', 'killed']) AS o (outcome)
LEFT JOIN ops.jobs j ON j.kind = k.kind AND lower(j.status) = o.outcome
GROUP BY k.kind, o.outcome
