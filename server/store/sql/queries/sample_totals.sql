-- Samples of each plant by what became of them; 0 where nothing did.
SELECT plant_id, outcome, coalesce(total, 0)
FROM water.plants
CROSS JOIN unnest(ARRAY['accepted', 'duplicate', 'rejected']) AS o (outcome)
LEFT JOIN water.sample_totals USING (plant_id, outcome)
