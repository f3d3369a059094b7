-- Decisions about who is champion, of each model by outcome; $1 every outcome there is, 0 where there was none.
SELECT m.name, o.outcome, count(p.promotion_id)
FROM tracking.registered_models m
CROSS JOIN unnest($1::text[]) AS o (outcome)
LEFT JOIN tracking.promotions p ON p.name = m.name AND p.outcome = o.outcome
GROUP BY m.name, o.outcome
