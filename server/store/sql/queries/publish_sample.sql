INSERT INTO water.sample_publications (sample_id, published_by, published_token_id) VALUES ($1::bigint, $2, $3::bigint)
