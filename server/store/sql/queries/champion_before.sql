-- Which version the champion $2 of model $1 took the alias from, the last time that it was promoted; NULL: from none.
-- Rows of a rollback or a demotion do not count: going back twice must not lead forth again.
SELECT from_version FROM tracking.promotions
WHERE name = $1 AND version = $2::integer AND outcome IN ('promoted', 'forced')
ORDER BY promotion_id DESC
LIMIT 1
