-- drop_superseded_history_tiles.sql: a day is time enough for whoever was told their names.
DELETE FROM water.history_tiles WHERE superseded_at < now() - interval '1 day';
