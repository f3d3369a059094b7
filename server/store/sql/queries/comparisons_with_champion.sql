-- How many times champion $2 of model $1 was compared with another version, on rows that decided, and stayed.
SELECT count(DISTINCT (p.version, e.evidence ->> 'rows', e.evidence ->> 'n_rows'))
FROM tracking.promotions p
CROSS JOIN LATERAL jsonb_array_elements(p.figures -> 'evidence') e (evidence)
WHERE p.name = $1 AND p.from_version = $2::integer AND p.outcome = 'refused' AND (e.evidence ->> 'decided')::boolean
