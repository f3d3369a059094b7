INSERT INTO tracking.promotions (name, version, from_version, outcome, reason, decided_by)
VALUES ($1, $2::integer, $3::integer, $4, $5, $6)
