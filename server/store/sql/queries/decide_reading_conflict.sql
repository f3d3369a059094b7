INSERT INTO water.reading_conflict_decisions (conflict_id, decision, reason, decided_by) VALUES ($1::bigint, $2, $3, $4);
