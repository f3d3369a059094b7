INSERT INTO water.batches (batch_id, model, version, sent_by, report) VALUES ($1, $2, $3, $4, $5::jsonb)
