-- history_tile.sql: the file whose SHA-256 is $1.
SELECT bytes FROM water.history_tiles WHERE sha256 = $1;
